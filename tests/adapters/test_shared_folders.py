"""Which folders other computers reach too: by the drive, by their name, by the mark that a synchroniser left."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from sheetship.adapters import shared_folders
from sheetship.adapters.shared_folders import kind_of_mount, shared_by

NAMES = [
    "OneDrive",
    "OneDrive - 青禾家居",
    "onedrive - Qinghe Ltd",
    "Dropbox",
    "Google Drive",
    "iCloud Drive",
    "坚果云",
    "我的坚果云",
    "Nutstore",
    "BaiduSyncdisk",
    "WPS云盘",
    "SynologyDrive",
    "Nextcloud",
]
OWN = ["店铺", "one drive", "My OneDrive notes", "dropbox-backup", "坚果", "Documents"]


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_a_synchroniser_is_known_by_its_name(name: str, tmp_path: Path) -> None:
    (tmp_path / name / "店铺").mkdir(parents=True)
    assert shared_by(tmp_path / name / "店铺") == name


@pytest.mark.parametrize("name", OWN)
def test_a_folder_of_ones_own_is_not_taken_for_one(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    assert shared_by(tmp_path / name) == ""


@pytest.mark.parametrize("mark", [".dropbox", ".stfolder", ".sync"])
def test_a_synchroniser_is_known_by_its_mark(mark: str, tmp_path: Path) -> None:
    (tmp_path / mark).mkdir()
    (tmp_path / "店铺").mkdir()
    assert shared_by(tmp_path / "店铺") == mark


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_network_drive_is_known_by_its_kind(kind: str) -> None:
    mounts = ["/dev/sda1 / ext4 rw 0 0", f"nas:/shop /mnt/\\345\\272\\227\\040A {kind} rw 0 0"]
    assert kind_of_mount(PurePosixPath("/mnt/店 A/orders"), mounts) == kind
    assert kind_of_mount(PurePosixPath("/mnt/other"), mounts) == ""


def test_a_local_drive_below_a_network_drive_is_local() -> None:
    mounts = ["nas:/ / nfs rw 0 0", "/dev/sda1 /home ext4 rw 0 0"]
    assert kind_of_mount(PurePosixPath("/home/shop"), mounts) == ""
    assert kind_of_mount(PurePosixPath("/srv"), mounts) == "nfs"


def test_without_a_list_of_mounts_names_still_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_folders, "_MOUNTS", tmp_path / "none")
    assert shared_by(tmp_path) == ""
