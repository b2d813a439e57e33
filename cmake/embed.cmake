# firstchair_embed(OUT_VAR ROOM SYMBOL FILE): a C++ source that holds FILE's text as
#   extern const std::string_view firstchair::ROOM::SYMBOL
# so that data stays in data files and the program stays one file.
function(firstchair_embed out room symbol file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} text)
  # Raw string literals have a length limit in the standard, not in gcc or clang, whose -Wpedantic tells of it.
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <string_view>
namespace firstchair::@room@ {
extern const std::string_view @symbol@;
const std::string_view @symbol@ = R\"firstchair(@text@)firstchair\";
}  // namespace firstchair::@room@
")
  set(${out} ${source} PARENT_SCOPE)
endfunction()

# firstchair_embed_all(OUT_VAR ROOM SYMBOL FILE...): the same for many files, as
#   extern const std::span<const std::pair<std::string_view, std::string_view>> firstchair::ROOM::SYMBOL
# of (name without folder and ending, text), in the order given.
function(firstchair_embed_all out room symbol)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  set(rows "")
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME_WLE)
    file(READ ${file} text)
    string(APPEND rows "    {\"${name}\", R\"firstchair(${text})firstchair\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <span>
#include <string_view>
#include <utility>
namespace firstchair::@room@ {
namespace {
constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
@rows@};
}  // namespace
extern const std::span<const std::pair<std::string_view, std::string_view>> @symbol@;
const std::span<const std::pair<std::string_view, std::string_view>> @symbol@ = kFiles;
}  // namespace firstchair::@room@
")
  set(${out} ${source} PARENT_SCOPE)
endfunction()

# firstchair_weights(OUT_VAR PREFIX): the one file data/weights/PREFIX-<hash>.weights.
function(firstchair_weights out prefix)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/weights/${prefix}-*.weights)
  list(FILTER files INCLUDE REGEX "/${prefix}-[0-9a-f]+\\.weights$")
  list(LENGTH files count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "data/weights must hold one ${prefix}-<hash>.weights and holds ${count}. "
                        "The ones that ship come back with: git checkout -- data/weights")
  endif()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# firstchair_embed_bytes(OUT_VAR ROOM SYMBOL FILE [HASHED]): the same for bytes, as
#   extern const std::string_view firstchair::ROOM::SYMBOLName (the file's own name)
#   extern const std::span<const std::uint8_t> firstchair::ROOM::SYMBOL
# HASHED: the compiler refuses bytes that do not have the hash of the file's name. For tens of kilobytes, of which a
# compiler does not tire; a larger file is held against its name when it is read.
function(firstchair_embed_bytes out room symbol file)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${symbol}.cpp)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(check "")
  if("${ARGN}" STREQUAL HASHED)
    string(REGEX REPLACE "^.*-([0-9a-f]+)\\.weights$" "\\1" hash ${name})
    set(check "static_assert(content_hash(kBytes) == 0x${hash}, \"data/weights/${name} does not have the hash of its name. \"
              \"The one that ships comes back with: git checkout -- data/weights\");
")
  endif()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <cstdint>
#include <span>
#include <string_view>
#include \"engine/core/fitted.h\"
namespace firstchair::@room@ {
namespace {
constexpr std::uint8_t kBytes[] = {@bytes@};
@check@}  // namespace
extern const std::string_view @symbol@Name;
extern const std::span<const std::uint8_t> @symbol@;
const std::string_view @symbol@Name = \"@name@\";
const std::span<const std::uint8_t> @symbol@ = kBytes;
}  // namespace firstchair::@room@
")
  set(${out} ${source} PARENT_SCOPE)
endfunction()
