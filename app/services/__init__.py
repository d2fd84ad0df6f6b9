"""Rules of the field. No HTTP, no SQL; collaborators are received, time comes from the clock."""
