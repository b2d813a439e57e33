# fmt for the WebAssembly build: the system's own headers, and nothing else of /usr/include.
find_path(fmt_headers fmt/format.h PATHS /usr/include REQUIRED NO_CMAKE_FIND_ROOT_PATH)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/fmt_only)
file(CREATE_LINK ${fmt_headers}/fmt ${CMAKE_BINARY_DIR}/fmt_only/fmt SYMBOLIC)
add_library(fmt INTERFACE)
target_include_directories(fmt SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/fmt_only)
target_compile_definitions(fmt INTERFACE FMT_HEADER_ONLY=1 FMT_EXCEPTIONS=0 FMT_USE_LONG_DOUBLE=0
                           FMT_STATIC_THOUSANDS_SEPARATOR=',')
add_library(fmt::fmt ALIAS fmt)
