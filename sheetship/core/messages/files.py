"""Files in the inbox: containers, encodings, unknown layouts, statuses: FILE-…"""

from __future__ import annotations

from sheetship.core.messages.entry import Message

FILES: dict[str, Message] = {
    "FILE-01": Message(
        "stop",
        "“{file}”是空文件，里面没有任何内容。",
        "“{file}” is empty: there is nothing in it.",
        "重新从平台下载一次再放进 inbox。",
        "Download it from the platform again and put it into the inbox.",
    ),
    "FILE-02": Message(
        "stop",
        "“{file}”打不开：它正被别的程序占用，没有权限，或者已经不在原处。",
        "“{file}” cannot be opened: another program holds it, you may not read it, or it is gone.",
        "先在 Excel 或 WPS 里关闭这个文件，确认它还在原处，再运行一次。",
        "Close it in Excel or WPS, make sure that it is still there, and run again.",
    ),
    "FILE-03": Message(
        "stop",
        "“{file}”的文字读不出来，可能不是表格或文本文件（第 {byte} 个字节不对）。",
        "The text of “{file}” cannot be read; it may not be a sheet or a text file (byte {byte} is wrong).",
        "用 Excel 或 WPS 打开它，另存为 .xlsx 再放进 inbox。",
        "Open it in Excel or WPS, save it as .xlsx and put that into the inbox.",
    ),
    "FILE-04": Message(
        "stop",
        "“{file}”不完整：第 {row} 行没有写完。下载可能中断了。",
        "“{file}” is cut off: row {row} does not end. The download may have been interrupted.",
        "重新从平台下载完整的文件，替换掉这一个。",
        "Download the whole file from the platform again and replace this one.",
    ),
    "FILE-05": Message(
        "stop",
        "“{file}”里有空字节，文件已损坏（第 {row} 行）。",
        "“{file}” holds NUL bytes: it is damaged (row {row}).",
        "重新从平台下载一次。",
        "Download it from the platform again.",
    ),
    "FILE-06": Message(
        "stop",
        "“{file}”有打开密码，SheetShip 读不了。",
        "“{file}” is protected by a password; SheetShip cannot read it.",
        "用密码打开它，另存一份不带密码的 .xlsx；压缩包请先解压，再把里面的表格放进 inbox。",
        "Open it with its password and save a copy without one as .xlsx; unpack an archive and put the sheet inside into the inbox.",
    ),
    "FILE-07": Message(
        "stop",
        "“{file}”已损坏，读不出里面的表格。",
        "“{file}” is damaged; the sheets in it cannot be read.",
        "重新下载一次；或者在 Excel 里“打开并修复”，另存为 .xlsx。",
        "Download it again, or let Excel open and repair it and save it as .xlsx.",
    ),
    "FILE-08": Message(
        "stop",
        "“{file}”是 {kind}，不是表格。",
        "“{file}” is a {kind} file, not a sheet.",
        "放表格（.xlsx、.xls、.csv、.txt）进 inbox；压缩包请先解压。",
        "Put sheets (.xlsx, .xls, .csv, .txt) into the inbox; unpack archives first.",
    ),
    "FILE-10": Message(
        "stop",
        "“{file}”不是认识的版式。最接近的是“{nearest_zh}”，还缺这些列：{missing}。表里有：{there}。",
        "“{file}” has no layout that SheetShip knows. The nearest is “{nearest_en}”, which also has: {missing}. This sheet has: {there}.",
        "重新导出时选全部列；如果是新平台，用 `sheetship learn` 教它认这个文件。",
        "Export it again with all columns; for a new platform, teach the layout with `sheetship learn`.",
    ),
    "FILE-11": Message(
        "stop",
        "“{file}”同时符合两种版式：“{one_zh}”和“{other_zh}”，分不出是哪一种。",
        "“{file}” fits two layouts alike, “{one_en}” and “{other_en}”; which one it is cannot be told.",
        "重新导出时选全部列，或者在店铺的 formats 文件夹里删掉多余的那一种。",
        "Export it again with all columns, or remove one of the two from the shop's formats folder.",
    ),
    "FILE-12": Message(
        "stop",
        "“{layout_zh}”缺少必需的列：{missing}。表里有：{there}。",
        "“{layout_en}” lacks columns that are needed: {missing}. This sheet has: {there}.",
        "重新导出，勾选这些列。",
        "Export it again with these columns ticked.",
    ),
    "FILE-13": Message(
        "stop",
        "“{heading}”这一列出现了两次（{columns} 列），内容不一样，不知道该信哪一列。",
        "The heading “{heading}” stands over two columns ({columns}) that differ; which one is right cannot be told.",
        "删掉错的那一列，或者改掉它的表头，再放进 inbox。",
        "Delete the wrong column, or change its heading, and put the file into the inbox again.",
    ),
    "FILE-14": Message(
        "note",
        "“{heading}”这一列出现了两次（{columns} 列），内容一样，用了前一列。",
        "The heading “{heading}” stands over two columns ({columns}) that hold the same; the first was used.",
        "不用处理。",
        "Nothing to do.",
    ),
    "FILE-20": Message(
        "hold",
        "这一行没有订单号，没有读入。",
        "This row has no order number; it was left out.",
        "在平台后台核对这一行是哪个订单，重新导出。",
        "Find out in the shop's back end which order it belongs to, and export again.",
    ),
    "FILE-21": Message(
        "hold",
        "这一行里合并了 {parts} 件商品，但“{field}”有 {found} 份，拆不开，没有读入。",
        "This row folds {parts} lines into one, but its “{field}” has {found} parts; it cannot be split and was left out.",
        "导出时选“按商品/子订单导出”，一件商品一行。",
        "Export one row per line (sub-order) instead.",
    ),
    "FILE-22": Message(
        "stop",
        "“{layout_zh}”只有一半内容，还需要“{partner_zh}”。这个文件里的订单先等着。",
        "“{layout_en}” is only half of it: “{partner_en}” is needed too. Its orders wait.",
        "从平台后台再导出“{partner_zh}”，和这个文件一起放进 inbox。",
        "Export “{partner_en}” as well and put both files into the inbox together.",
    ),
    "FILE-23": Message(
        "hold",
        "{count} 个订单在“{partner_zh}”里找不到，先等着：{orders}。",
        "{count} orders are not in “{partner_en}”; they wait: {orders}.",
        "按同样的时间范围重新导出两个文件。",
        "Export both files again for the same span of time.",
    ),
    "FILE-30": Message(
        "stop",
        "版式文件“{file}”有错：{key}：{reason}。",
        "The format file “{file}” is wrong: {key}: {reason}.",
        "改好这一项；不会改就删掉这个文件，用内置的版式。",
        "Mend this entry, or delete the file to use the built-in layout.",
    ),
}
