# Toolchain: the newest clang whose WebAssembly C++ library is installed (packages.txt), target wasm32-wasi.
foreach(version 22 21 20 19)
  set(llvm /usr/lib/llvm-${version})
  if(EXISTS ${llvm}/bin/clang++ AND EXISTS ${llvm}/bin/wasm-ld AND EXISTS ${llvm}/lib/wasm32-wasi/libc++.a)
    break()
  endif()
  unset(llvm)
endforeach()
if(NOT llvm)
  message(FATAL_ERROR "no clang with a WebAssembly C++ library; scripts/install_packages.sh check installs one")
endif()

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # compile only: there is no program to link
foreach(language C CXX)
  set(CMAKE_${language}_COMPILER_TARGET wasm32-wasi)
  # -Wno-deprecated: clang 22 would rather call the target wasm32-wasip1, where Debian has no headers.
  set(CMAKE_${language}_FLAGS_INIT "-msimd128 -Wno-deprecated -fno-exceptions -fno-rtti")
  set(CMAKE_${language}_FLAGS_RELEASE "-O3 -DNDEBUG" CACHE STRING "")
endforeach()
set(CMAKE_C_COMPILER ${llvm}/bin/clang)
set(CMAKE_CXX_COMPILER ${llvm}/bin/clang++)
# Links without the compile flags: seeing -O, clang would run whatever wasm-opt is on the machine, and --no-wasm-opt
# makes clang 19 skip the linking.
set(CMAKE_CXX_LINK_EXECUTABLE
    "<CMAKE_CXX_COMPILER> -Wno-deprecated -mexec-model=reactor -Wl,--strip-all <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
