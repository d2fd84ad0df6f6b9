"""The outside world behind small protocols: clock, mail, SMS."""
