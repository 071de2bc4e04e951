"""Tells when files of a directory change, so that a test need not look again and again."""
import ctypes
import os
import select

CREATE, MODIFY, MOVED_TO = 0x100, 0x2, 0x80


class FileWatch:
    def __init__(self, directory):
        libc = ctypes.CDLL(None, use_errno=True)
        self.descriptor = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self.descriptor < 0 or libc.inotify_add_watch(self.descriptor, os.fsencode(directory), CREATE | MODIFY | MOVED_TO) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def await_change(self, *others, patience):
        """Waits for a change, or until one of the other descriptors can be read; returns those, or raises TimeoutError."""
        ready, _, _ = select.select([self.descriptor, *others], [], [], patience)
        if not ready:
            raise TimeoutError
        if self.descriptor in ready:
            try:
                os.read(self.descriptor, 65536)
            except BlockingIOError:
                pass
        return [one for one in ready if one != self.descriptor]
