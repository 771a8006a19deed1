"""Ports in use: naming the one that is taken and finding the next that is free."""

import errno
import logging
import socket

_log = logging.getLogger(__name__)

_FURTHER = 20
"""How many ports after the wanted one are tried when it is taken."""


def first_free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next one free; 0 stays 0, which any free port answers.

    Where none can be had, because all are taken or the system refuses, it is the last one asked for: whoever listens
    there is told why.
    """
    last = min(wanted + _FURTHER, 65_535) if wanted else 0
    for port in range(wanted, last):
        if not _is_taken(host, port):
            if port != wanted:
                _log.warning("port %d is taken; taking %d instead", wanted, port)
            return port
    return last


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            return fault.errno == errno.EADDRINUSE
    return False
