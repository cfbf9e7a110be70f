"""The ledger, safe files and the run lock: STORE-… sentences."""

from __future__ import annotations

from sheetship.core.messages.entry import Message

STORE: dict[str, Message] = {
    "STORE-10": Message(
        "stop",
        "台账文件已损坏（{reason}），没有做任何改动",
        "The ledger file is damaged ({reason}); nothing was changed",
        "请不要删除它；从 .sheetship/backups 里取最近的台账备份放回原处，再运行一次",
        "Do not delete it; put the newest ledger from .sheetship/backups in its place and run again",
    ),
    "STORE-11": Message(
        "stop",
        "台账由更新版本的 SheetShip 写成（格式 {found}，本版本认识 {known}），没有做任何改动",
        "The ledger was written by a newer SheetShip (format {found}; this one knows {known}); nothing was changed",
        "请在这台电脑上升级 SheetShip 后再运行",
        "Update SheetShip on this computer and run again",
    ),
    "STORE-12": Message(
        "stop",
        "台账是旧格式 {found}（本版本使用 {known}），没有做任何改动",
        "The ledger has the old format {found} (this SheetShip uses {known}); nothing was changed",
        "请用写下它的旧版本 SheetShip 继续，或按更新说明转换台账后再运行",
        "Go on with the SheetShip that wrote it, or convert the ledger as the changelog says, then run again",
    ),
    "STORE-13": Message(
        "stop",
        "这个文件不是 SheetShip 的台账，没有做任何改动",
        "This file is not a ledger of SheetShip; nothing was changed",
        "请把它移到别处，或在设置里改正台账的位置",
        "Move it elsewhere, or mend the place of the ledger in the settings",
    ),
    "STORE-14": Message(
        "stop",
        "做计划之后，另一次运行已记入台账（第 {expected} 条之后又到了第 {found} 条），没有做任何改动",
        "Another run wrote to the ledger after this plan was made (from event {expected} to {found}); "
        "nothing was changed",
        "请重新运行，计划会按最新情况再做一次",
        "Run again: the plan will be made anew from what is known now",
    ),
    "STORE-15": Message(
        "stop",
        "台账正被另一个程序占用，没有做任何改动",
        "Another program is holding the ledger; nothing was changed",
        "请等它结束，或关闭打开台账的程序后再运行",
        "Wait until it ends, or close the program that has the ledger open, and run again",
    ),
    "STORE-16": Message(
        "stop",
        "台账无法读写：{reason}；这次没有记入任何内容",
        "The ledger cannot be read or written: {reason}; nothing of this was recorded",
        "请检查磁盘空间和文件夹权限后再运行",
        "Check free disk space and the rights on the folder, then run again",
    ),
    "STORE-20": Message(
        "stop",
        "子订单 {line} 会被重复下单：有效采购单合计 {live} 件，超过订购的 {ordered} 件；整批都没有记入",
        "Line {line} would be ordered twice: {live} units in live purchase orders, {ordered} ordered; "
        "nothing of this batch was recorded",
        "请先作废不要的采购单，再重新运行",
        "Void the purchase order that is not wanted first, then run again",
    ),
    "STORE-21": Message(
        "stop",
        "“{key}”以前已经记入过；整批都没有再记入",
        "“{key}” was recorded before; nothing of this batch was recorded",
        "请重新运行，已做过的事不会再做",
        "Run again: what was done before is not done twice",
    ),
    "STORE-22": Message(
        "stop",
        "采购单行号 {key} 已经用过；整批都没有记入",
        "Purchase-order line {key} was used before; nothing of this batch was recorded",
        "请重新运行，会编出新的行号",
        "Run again: it will get a new number",
    ),
    "STORE-23": Message(
        "stop",
        "采购单行 {key} 不存在或已经作废；整批都没有记入",
        "Purchase-order line {key} does not exist or is void already; nothing of this batch was recorded",
        "请核对行号后再作废",
        "Check the number, then void it again",
    ),
    "STORE-30": Message(
        "stop",
        "这里已有同名但内容不同的文件，没有覆盖它",
        "A file of this name with other content stands here; it was not overwritten",
        "请把它移走或改名后再运行",
        "Move or rename it, then run again",
    ),
    "STORE-31": Message(
        "stop",
        "写完后读回的内容与写入的不同，没有交出这个文件",
        "What was read back is not what was written; the file was not put in place",
        "磁盘可能有问题：请检查磁盘或换一个位置后再运行",
        "The disk may be failing: check it, or use another place, and run again",
    ),
    "STORE-32": Message(
        "stop",
        "读取之后这个文件又被改过，没有覆盖它",
        "This file was changed after it was read; it was left as it is",
        "请保存并关闭它，再运行一次",
        "Save and close it, then run again",
    ),
    "STORE-33": Message(
        "stop",
        "文件正被其他程序打开，或不允许修改（{reason}），没有改动它",
        "The file is open in another program or may not be changed ({reason}); it was left as it is",
        "请在 Excel、WPS 里关闭它，去掉只读，再运行一次",
        "Close it in Excel or WPS, make it writable, and run again",
    ),
    "STORE-34": Message(
        "stop",
        "文件没有写成：{reason}；不会留下写了一半的文件",
        "The file could not be written: {reason}; no half-written file is left",
        "请检查磁盘空间、网络盘连接和文件夹权限，再运行一次",
        "Check free space, the network drive and the rights on the folder, then run again",
    ),
    "STORE-40": Message(
        "stop",
        "{user} 从 {since} 起正在运行（进程 {pid}），这次没有做任何事",
        "{user} has a run going since {since} (process {pid}); nothing was done",
        "请等那次运行结束后再点",
        "Wait until that run has ended, then try again",
    ),
    "STORE-41": Message(
        "stop",
        "这里无法加运行锁：{reason}；没有做任何事",
        "No run lock can be made here: {reason}; nothing was done",
        "请检查文件夹权限，或在设置里把台账放到本机文件夹",
        "Check the rights on the folder, or put the ledger into a folder of this computer in the settings",
    ),
}
