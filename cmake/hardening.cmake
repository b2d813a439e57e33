# What Debian builds its packages with, so that a fault in a reader of strangers' bytes ends the program instead of
# obeying them: stack protector, checked libc calls, read-only relocations, an address nobody can guess and, on x86, marked
# targets of jumps. tests/hardened.sh holds the built program to it. The sanitizers bring their own checks, and a build
# without optimization cannot check libc calls.
option(FIRSTCHAIR_HARDENED "build as distributions do: fortified, stack protector, PIE, full RELRO" ON)
if(NOT FIRSTCHAIR_HARDENED OR "${CMAKE_CXX_FLAGS} ${CMAKE_EXE_LINKER_FLAGS}" MATCHES "-fsanitize=" OR APPLE OR MSVC)
  set(FIRSTCHAIR_HARDENED OFF)
  return()
endif()

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)

# Level 3 also checks sizes that are known only at run time. An older libc or compiler says that it takes it for 2.
function(firstchair_fortify_level level)
  set(CMAKE_REQUIRED_FLAGS "-O1 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
  check_cxx_source_compiles(
    "#include <cstring>
     #if !__has_builtin(__builtin_dynamic_object_size)
     #error only known sizes
     #endif
     int main(int n, char** words) { char to[8]; std::memcpy(to, words[0], n); return to[0]; }" firstchair_fortify_3)
  set(${level} 2 PARENT_SCOPE)
  if(firstchair_fortify_3)
    set(${level} 3 PARENT_SCOPE)
  endif()
endfunction()
firstchair_fortify_level(fortify)

# PIE and not PIC: inside a program the compiler may still inline across files' functions.
foreach(flag -fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "firstchair${flag}" known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    add_compile_options(${flag})
  endif()
endforeach()
add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${fortify})
foreach(flag -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  string(MAKE_C_IDENTIFIER "firstchair_link${flag}" known)
  check_linker_flag(CXX ${flag} ${known})
  if(${known})
    add_link_options(${flag})
  endif()
endforeach()
