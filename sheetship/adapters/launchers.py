r"""The files a person double-clicks: one each for Windows, macOS and Linux, in the shop's language.

Decides what stands in them; ``init`` writes them into the shop folder. Every launcher goes to its own folder, runs
``python -m sheetship run --yes`` on the workbook that was dropped onto it (else on the folder), says in one sentence
how it ended, keeps the window open and hands on the exit code. It never names the shop folder, so the folder may be
moved; when the Python it was made with is gone it looks for ``sheetship`` on the PATH.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import PurePath

WORDS: Mapping[str, Mapping[str, str]] = {
    "name": {"zh": "一键运行", "en": "Run SheetShip"},
    "comment": {
        "zh": "处理这个文件夹里的订单；也可以把订单表拖到图标上",
        "en": "Runs the orders in this folder; or drop an orders workbook onto the icon",
    },
    "done": {
        "zh": "完成。供应商表和报告在 outbox 文件夹里最新的一个文件夹中。",
        "en": "Done. Supplier sheets and the report are in the newest folder inside outbox.",
    },
    "stopped": {
        "zh": "没有继续：原因和处理办法就是上面最后一句话。您的表格没有被改坏，改好后再双击一次即可。",
        "en": "It did not go on: the last sentence above says why and what to do. "
        "Your workbook is unharmed; mend it and double-click again.",
    },
    "halted": {"zh": "已中止。再双击一次会接着做完。", "en": "Stopped by you. Double-click again to go on."},
    "bug": {
        "zh": "程序出错了。请把上面提到的日志文件发给我们，您的表格没有被改坏。",
        "en": "That is a fault in SheetShip. Please send us the log named above; your workbook is unharmed.",
    },
    "missing": {
        "zh": "这台电脑上找不到 SheetShip。请先安装：pip install sheetship，然后再双击一次。",
        "en": "SheetShip is not on this computer. Install it with: pip install sheetship - then double-click again.",
    },
    "extra": {
        "zh": "一次只处理一个表格，这次只处理拖入的第一个。",
        "en": "One workbook at a time: only the first one you dropped is run.",
    },
    "close": {"zh": "按回车键关闭窗口…", "en": "Press Enter to close this window..."},
}

_BATCH = """\
@echo off
chcp 65001 >nul
setlocal
title SheetShip
set "PYTHONUTF8=1"
cd /d "%~dp0" 2>nul || pushd "%~dp0"
set "BOOK=%~1"
if not defined BOOK set "BOOK=."
if not "%~2"=="" echo {extra}
set "PYTHON={python}"
if exist "%PYTHON%" "%PYTHON%" -m sheetship run --yes "%BOOK%"
if exist "%PYTHON%" set "CODE=%ERRORLEVEL%"
if not exist "%PYTHON%" sheetship run --yes "%BOOK%"
if not exist "%PYTHON%" set "CODE=%ERRORLEVEL%"
echo.
set "SAY={bug}"
if "%CODE%"=="0" set "SAY={done}"
if "%CODE%"=="1" set "SAY={stopped}"
if "%CODE%"=="2" set "SAY={stopped}"
if "%CODE%"=="130" set "SAY={halted}"
if "%CODE%"=="9009" set "SAY={missing}"
echo %SAY%
echo.
pause
exit /b %CODE%
"""

_SHELL = """\
#!/bin/sh
PYTHONUTF8=1
export PYTHONUTF8
book=${{1:-.}}
case $book in
  . | /*) ;;
  *) book=$PWD/$book ;;
esac
CDPATH= cd -- "$(dirname -- "$0")" || exit 1
if [ $# -gt 1 ]; then
  echo {extra}
fi
python={python}
if [ -x "$python" ]; then
  "$python" -m sheetship run --yes "$book"
elif command -v sheetship >/dev/null 2>&1; then
  sheetship run --yes "$book"
else
  (exit 127)
fi
code=$?
echo
case $code in
  0) echo {done} ;;
  1 | 2) echo {stopped} ;;
  130) echo {halted} ;;
  127) echo {missing} ;;
  *) echo {bug} ;;
esac
if [ -t 0 ]; then
  printf '\\n%s ' {close}
  read -r _
fi
exit "$code"
"""

_DESKTOP = """\
[Desktop Entry]
Type=Application
Version=1.0
Name={name}
Comment={comment}
Exec={exec}
Icon=x-office-spreadsheet
Terminal=true
Categories=Office;
"""

# A file manager hands its own place over as a path or as a file: address with %XX for spaces and Chinese.
_FIND_AND_RUN = (
    'place=$1; python=$2; shift 2; case $place in file://*) place=$("$python" -c '
    "'import sys, urllib.parse; print(urllib.parse.unquote(sys.argv[1][7:]))' \"$place\") ;; esac; "
    'exec sh "$(dirname "$place")"/{script} "$@"'
)


def launchers(python: PurePath, lang: str) -> dict[str, tuple[bytes, bool]]:
    """Content of each launcher and whether it must be executable, by file name; ``python`` is the one to run."""
    words = {key: sentence[lang] for key, sentence in WORDS.items()}
    name = words["name"]
    return {
        f"{name}.bat": (_batch(python, words), False),
        f"{name}.command": (_shell(python, words), True),
        f"{name}.desktop": (_desktop(python, words), True),
    }


def _batch(python: PurePath, words: Mapping[str, str]) -> bytes:
    text = _BATCH.format(python=str(python).replace("%", "%%"), **words)
    return text.replace("\n", "\r\n").encode()


def _shell(python: PurePath, words: Mapping[str, str]) -> bytes:
    quoted = {key: shlex.quote(sentence) for key, sentence in words.items()}
    return _SHELL.format(python=shlex.quote(str(python)), **quoted).encode()


def _desktop(python: PurePath, words: Mapping[str, str]) -> bytes:
    script = _FIND_AND_RUN.format(script=shlex.quote(f"{words['name']}.command"))
    arguments = ["sh", "-c", desktop_quoted(script), "sh", "%k", desktop_quoted(str(python)), "%F"]
    return _DESKTOP.format(name=words["name"], comment=words["comment"], exec=" ".join(arguments)).encode()


def desktop_quoted(argument: str) -> str:
    r"""An argument of ``Exec=`` by the Desktop Entry rules: quoted, then escaped once more as a string value.

    >>> print(desktop_quoted("/opt/my shop/python"), desktop_quoted("50% $x"))
    "/opt/my shop/python" "50%% \\$x"
    """
    for special in ("\\", '"', "`", "$"):
        argument = argument.replace(special, "\\" + special)
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%") + '"'
