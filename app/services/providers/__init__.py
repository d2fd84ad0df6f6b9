"""Health professionals and establishments: the directories that tell of them, and searches."""
