"""Ports in use: naming the one that is taken and finding the next that is free."""

import logging
import socket

_log = logging.getLogger(__name__)

_TRIES = 20


def first_free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one free; 0 stays 0, which any free port answers.

    Raises OSError where none of the next twenty is free.
    """
    if wanted == 0:
        return 0
    for port in range(wanted, min(wanted + _TRIES, 65_536)):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        if port != wanted:
            _log.warning("port %d is in use; taking %d instead", wanted, port)
        return port
    raise OSError(f"no port from {wanted} to {wanted + _TRIES - 1} is free on {host}")
