"""Whether a folder is reached by other computers too: a network drive, or a folder that some program synchronises.

A ledger is not safe there: SQLite's locks do not hold across a network, and a synchroniser may bring back an older file.
It decides by the drive's kind, by names that such programs give their folders, and by the marks they leave in them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

_NETWORK: Final = frozenset(
    {
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "afs",
            "ncpfs",
            "ceph",
            "fuse.sshfs",
            "fuse.davfs2",
            "davfs",
        ),
        *("fuse.rclone", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.s3fs", "fuse.google-drive-ocamlfuse"),
    }
)
_SYNCED: Final = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud drive", "iclouddrive"),
    *(
        "mobile documents",
        "nutstore",
        "坚果云",
        "我的坚果云",
        "baidusyncdisk",
        "百度云同步盘",
        "百度网盘同步空间",
    ),
    *(
        "微云同步盘",
        "wps云盘",
        "wpsdrive",
        "synologydrive",
        "synology drive",
        "seafile",
        "nextcloud",
        "owncloud",
    ),
    *("box sync", "pcloud drive", "pclouddrive", "megasync", "resilio sync", "syncthing", "钉盘", "腾讯微云"),
)
_MARKS: Final = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".stversions",
    ".sync",
    ".owncloudsync.log",
    ".nutstore",
)
_MOUNTS: Final = Path("/proc/mounts")
_REMOTE_DRIVE: Final = 4


def shared_by(folder: Path) -> str:
    """What shares the folder with other computers, in its own words (`OneDrive`, `nfs4`); empty if nothing is known to."""
    place = folder.resolve()
    return _network_drive(place) or _name_of_sync(place) or _mark_of_sync(place)


def _name_of_sync(place: PurePath) -> str:
    """OneDrive adds the company's name: `OneDrive - Qinghe`."""
    return next((part for part in place.parts if part.casefold().split(" - ")[0].strip() in _SYNCED), "")


def _mark_of_sync(place: Path) -> str:
    folders = (place, *place.parents)
    return next((mark for folder in folders for mark in _MARKS if (folder / mark).exists()), "")


def _network_drive(place: Path) -> str:
    if sys.platform == "win32":
        return _windows_drive(place)
    return kind_of_mount(place, _MOUNTS.read_text(encoding="utf-8").splitlines()) if _MOUNTS.exists() else ""


def kind_of_mount(place: PurePath, mounts: Iterable[str]) -> str:
    """The kind of network file system that holds a place, told by lines of `/proc/mounts`; empty for a local one.

    >>> kind_of_mount(PurePath("/shop/orders"), ["/dev/sda1 / ext4 rw 0 0", "nas:/x /shop nfs4 rw 0 0"])
    'nfs4'
    """
    kinds = {}
    for line in mounts:
        _, point, kind, *_ = line.split(" ")
        kinds[PurePath(point.encode().decode("unicode_escape").encode("latin-1").decode())] = kind
    found = next((kinds[folder] for folder in (place, *place.parents) if folder in kinds), "")
    return found if found in _NETWORK else ""


def _windows_drive(place: Path) -> str:  # pragma: no cover - runs on Windows alone
    if place.drive.startswith("\\\\"):
        return place.drive
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\")  # type: ignore[attr-defined, unused-ignore]
    return place.drive if kind == _REMOTE_DRIVE else ""
