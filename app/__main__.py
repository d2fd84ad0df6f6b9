"""`python -m app …`."""

import gc

# Loading makes hundreds of thousands of objects and drops almost none of them: collecting waits
# until the command runs, and what was loaded is then out of the collector's sight for good.
gc.disable()

from app.cli import main  # noqa: E402

main()
