"""A bucket on this machine: moto's server, which speaks S3 over HTTP."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
PATIENCE = 30


@contextmanager
def serving_bucket(name: str) -> Iterator[str]:
    """The address of a service that has this bucket; a process of its own, ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"MOTO_CALL_RESET_API": "false"},
        cwd=Path(__file__).parents[1],
        text=True,
    )
    try:
        assert process.stdout
        address = f"http://127.0.0.1:{int(process.stdout.readline())}"
        _make_bucket(address, name)
        yield address
    finally:
        process.communicate("")


def _make_bucket(address: str, name: str) -> None:
    place = (
        b"<CreateBucketConfiguration><LocationConstraint>eu-west-3</LocationConstraint>"
        b"</CreateBucketConfiguration>"
    )
    request = urllib.request.Request(f"{address}/{name}", data=place, method="PUT")  # noqa: S310
    until = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
