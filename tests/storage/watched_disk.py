"""A watched disk below the real SQLite: every write, truncate, sync, creation, renaming and deletion is seen.

SQLite reaches files through a VFS, a table of C functions. Ours is a copy of the default one whose opening and
deleting, and whose files' writing, truncating and syncing, pass through Python. What the production code does by
itself (`os.fsync`, `Path.rename`) is watched too. From what was seen the disk knows what a power cut may leave.
"""

import _sqlite3
import ctypes
import os
import random
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from pathlib import Path

OK = 0
CREATE = 0x4

_library = ctypes.CDLL(_sqlite3.__file__)
_library.sqlite3_vfs_find.restype = c_void_p
_library.sqlite3_vfs_find.argtypes = [c_char_p]
_library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
_library.sqlite3_vfs_unregister.argtypes = [c_void_p]

_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        *((name, c_void_p) for name in ("size", "lock", "unlock", "reserved", "control", "sector", "device")),
        *((name, c_void_p) for name in ("shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch")),
    ]


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        *((f"rest_{number}", c_void_p) for number in range(14)),
    ]


class _Inode:
    """A file: what is surely on the disk, and what was done to it since."""

    def __init__(self):
        self.durable = b""
        self.new_journal = False


def _done(content, operation, whole=True):
    """Return what a file holds after an operation, or after half of it."""
    what, *details = operation
    if what == "truncate":
        return content[: details[0]] + bytes(max(0, details[0] - len(content)))
    offset, data = details
    if not whole:
        data = data[: len(data) // 2]
    content += bytes(max(0, offset - len(content)))
    return content[:offset] + data + content[offset + len(data) :]


class WatchedDisk:
    """One directory of a disk. While `watching`, `events` grows; `refuse` may answer an operation with an error."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.names: dict[str, _Inode] = {}
        self.durable_names: dict[str, _Inode] = {}
        # In order: (inode, operation) and (None, names after a change of the directory).
        self.pending = []
        self.refuse = lambda operation, name: OK
        self.happened = lambda: None

    def _name(self, path):
        path = Path(os.fsdecode(path))
        watched = path.parent == self.directory and not path.name.endswith((".lock", ".reserve", "-shm"))
        return path.name if watched else None

    # What is done to the disk

    def create(self, path, new_journal=False):
        name = self._name(path)
        if name is not None and name not in self.names:
            inode = self.names[name] = _Inode()
            inode.new_journal = new_journal
            self._directory_changed()

    def change(self, path, *operation):
        name = self._name(path)
        if name is not None:
            self.pending.append((self.names[name], operation))
            self.happened()

    def sync(self, path):
        name = self._name(path)
        if name is None:
            return
        inode = self.names[name]
        self._settle(inode)
        # The default VFS syncs the directory with the first sync of a log or journal that it has created.
        if inode.new_journal:
            inode.new_journal = False
            self.sync_directory()
        else:
            self.happened()

    def lose(self, path):
        """A sync has failed: the system takes the pages for clean, whatever reached the disk."""
        inode = self.names[self._name(path)]
        self.pending = [item for item in self.pending if item[0] is not inode]

    def rename(self, path, to):
        if self._name(path) is not None:
            self.names[self._name(to)] = self.names.pop(self._name(path))
            self._directory_changed()

    def delete(self, path):
        if self._name(path) is not None and self.names.pop(self._name(path), None) is not None:
            self._directory_changed()

    def sync_directory(self):
        for names in [change for inode, change in self.pending if inode is None]:
            self.durable_names = names
        self.pending = [item for item in self.pending if item[0] is not None]
        self.happened()

    def _directory_changed(self):
        self.pending.append((None, dict(self.names)))
        self.happened()

    def _settle(self, inode):
        for owner, operation in self.pending:
            if owner is inode:
                inode.durable = _done(inode.durable, operation)
        self.pending = [item for item in self.pending if item[0] is not inode]

    # What a power cut leaves

    def images(self, chance: random.Random):
        """Return the four images of this moment: name -> content of each file."""
        pending = self.pending
        torn = len(pending) - 1
        writes = [place for place in range(len(pending)) if pending[place][0] is not None]
        one = {chance.choice(range(len(pending)))} if pending else set()
        return {
            "unsynced dropped": self._image(set()),
            "one kept": self._image(one),
            "all kept": self._image(set(range(len(pending)))),
            "last torn": self._image(set(range(len(pending))), torn=writes[-1] if writes else torn),
        }

    def _image(self, kept, torn=None):
        names, changed = self.durable_names, {}
        for place, (inode, operation) in enumerate(self.pending):
            if place not in kept:
                continue
            if inode is None:
                names = operation
            else:
                changed[inode] = _done(changed.get(inode, inode.durable), operation, whole=place != torn)
        return {name: changed.get(inode, inode.durable) for name, inode in names.items()}

    # Between SQLite and the system

    def mount(self, monkeypatch):
        """Watch SQLite's files and the production code's own calls, until `unmount`."""
        self._wrap_system_calls(monkeypatch)
        self._original = cast(_library.sqlite3_vfs_find(None), POINTER(_Vfs))
        self._vfs = _Vfs.from_buffer_copy(self._original.contents)
        self._vfs.name = b"watched"
        self._vfs.next = None
        original = self._original.contents
        # Callbacks must live as long as the VFS.
        self._kept = [_Open(self._on_open), _Delete(self._on_delete)]
        self._call_open, self._call_delete = _Open(original.open), _Delete(original.delete)
        self._vfs.open, self._vfs.delete = (cast(function, c_void_p).value for function in self._kept)
        self._watched_methods = {}
        self._paths = {}
        _library.sqlite3_vfs_register(ctypes.addressof(self._vfs), 1)

    def unmount(self):
        _library.sqlite3_vfs_unregister(ctypes.addressof(self._vfs))
        _library.sqlite3_vfs_register(cast(self._original, c_void_p).value, 1)

    def _on_open(self, _vfs, name, file, flags, out):
        path = Path(os.fsdecode(ctypes.string_at(name))) if name else None
        missing = path is not None and not path.exists()
        result = self._call_open(cast(self._original, c_void_p).value, name, file, flags, out)
        if result == OK and path is not None and self._name(path) is not None:
            if flags & CREATE and missing:
                self.create(path, new_journal=path.name.endswith(("-wal", "-journal")))
            opened = cast(file, POINTER(_File)).contents
            self._paths[file] = path
            opened.methods = ctypes.pointer(self._watched(opened.methods))
        return result

    def _watched(self, original):
        address = cast(original, c_void_p).value
        if address not in self._watched_methods:
            methods = _Methods.from_buffer_copy(original.contents)
            write, truncate = _Write(methods.write), _Truncate(methods.truncate)
            sync = _Sync(methods.sync)

            def on_write(file, data, size, offset):
                path = self._paths[file]
                return self.refuse("write", path.name) or self._did(
                    write(file, data, size, offset), path, "write", offset, ctypes.string_at(data, size)
                )

            def on_truncate(file, size):
                path = self._paths[file]
                return self._did(truncate(file, size), path, "truncate", size)

            def on_sync(file, flags):
                path = self._paths[file]
                refused = self.refuse("sync", path.name)
                if refused:
                    self.lose(path)
                    return refused
                result = sync(file, flags)
                self.sync(path)
                return result

            kept = [_Write(on_write), _Truncate(on_truncate), _Sync(on_sync)]
            methods.write, methods.truncate, methods.sync = (cast(function, c_void_p).value for function in kept)
            self._watched_methods[address] = methods
            self._kept += kept
        return self._watched_methods[address]

    def _did(self, result, path, *operation):
        if result == OK:
            self.change(path, *operation)
        return result

    def _on_delete(self, _vfs, name, sync_directory):
        path = os.fsdecode(name)
        result = self._call_delete(cast(self._original, c_void_p).value, name, sync_directory)
        if result == OK:
            self.delete(path)
            if sync_directory:
                self.sync_directory()
        return result

    def _wrap_system_calls(self, monkeypatch):
        descriptors = {}
        open_file, write, sync, close = os.open, os.pwrite, os.fsync, os.close
        rename, unlink = Path.rename, Path.unlink

        def on_open(path, flags, mode=0o777, **more):
            descriptor = open_file(path, flags, mode, **more)
            descriptors[descriptor] = Path(path)
            if flags & os.O_CREAT:
                self.create(path)
            return descriptor

        def on_write(descriptor, data, offset):
            written = write(descriptor, data, offset)
            if descriptor in descriptors:
                self.change(descriptors[descriptor], "write", offset, data[:written])
            return written

        def on_sync(descriptor):
            sync(descriptor)
            path = descriptors.get(descriptor)
            if path == self.directory:
                self.sync_directory()
            elif path is not None:
                self.sync(path)

        def on_close(descriptor):
            descriptors.pop(descriptor, None)
            close(descriptor)

        def on_rename(path, target):
            result = rename(path, target)
            self.rename(path, target)
            return result

        def on_unlink(path, missing_ok=False):
            unlink(path, missing_ok=missing_ok)
            self.delete(path)

        for owner, name, watched in (
            (os, "open", on_open),
            (os, "pwrite", on_write),
            (os, "fsync", on_sync),
            (os, "close", on_close),
            (Path, "rename", on_rename),
            (Path, "unlink", on_unlink),
        ):
            monkeypatch.setattr(owner, name, watched)
