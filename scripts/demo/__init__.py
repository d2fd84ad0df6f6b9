"""What `scripts.make_demo` is made of: the calculation, the people, the care they receive."""
