"""PDF templates. Importing this package loads neither the PDF nor the barcode library."""
