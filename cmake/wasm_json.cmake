# nlohmann/json for the WebAssembly build: the system's own headers, and nothing else of /usr/include.
find_path(json_headers nlohmann/json.hpp PATHS /usr/include REQUIRED NO_CMAKE_FIND_ROOT_PATH)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/json_only)
file(CREATE_LINK ${json_headers}/nlohmann ${CMAKE_BINARY_DIR}/json_only/nlohmann SYMBOLIC)
add_library(nlohmann_json INTERFACE)
target_include_directories(nlohmann_json SYSTEM INTERFACE ${CMAKE_BINARY_DIR}/json_only)
target_compile_definitions(nlohmann_json INTERFACE JSON_HAS_FILESYSTEM=0 JSON_HAS_EXPERIMENTAL_FILESYSTEM=0 JSON_NO_IO)
add_library(nlohmann_json::nlohmann_json ALIAS nlohmann_json)
