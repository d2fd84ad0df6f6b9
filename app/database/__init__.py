"""The two roads to the database and the column types both databases share."""
