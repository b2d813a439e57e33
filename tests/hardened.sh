#!/bin/sh
# hardened.sh PROGRAM: fails unless the program was built as cmake/hardening.cmake says. readelf and objdump are binutils'.
set -u
program=$1
failed=0
demand() {  # demand WHAT PATTERN TEXT
  printf '%s\n' "$3" | grep -Eq -e "$2" && return
  echo "not there: $1" >&2
  failed=1
}
header=$(readelf -hW "$program")
segments=$(readelf -lW "$program")
dynamic=$(readelf -dW "$program")
symbols=$(readelf --dyn-syms -W "$program")
demand "an address of its own every time (PIE)" 'Type: +DYN' "$header"
demand "an address of its own every time (PIE)" 'FLAGS_1.* PIE' "$dynamic"
demand "read-only relocations (RELRO)" 'GNU_RELRO' "$segments"
demand "all of them at the start (now)" 'FLAGS_1.* NOW' "$dynamic"
demand "a stack that cannot be run" 'GNU_STACK .* RW ' "$segments"
demand "the stack protector" ' __stack_chk_fail' "$symbols"
demand "checked libc calls (_FORTIFY_SOURCE)" ' __[a-z0-9]+_chk(@| |$)' "$symbols"
if printf '%s\n' "$dynamic" | grep -Eq 'RPATH|RUNPATH|TEXTREL'; then
  echo "there: a path to libraries, or code that is written to" >&2
  failed=1
fi
case $(printf '%s\n' "$header" | sed -n 's/^ *Machine: *//p') in
  *X86-64*)
    # The mark at the start of a function that may be jumped to. (A distribution whose own start files lack it, as
    # Debian 12's do, takes the note off the program; the marks are there.)
    demand "marked targets of jumps (CET)" 'endbr64' "$(objdump -d --no-show-raw-insn --disassemble=main "$program")" ;;
esac
exit $failed
