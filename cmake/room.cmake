# A room is a folder: its sources, also those in folders below it, make one library, its *_test.cpp one test program,
# its *_fuzz.cpp one fuzz target each. Files are found by glob, so no list has to be kept twice.
#
#   firstchair_room(NAME LINKS lib... [TEST_LINKS lib...] [ALONE] [ONCE FILTER])
#
# LINKS is the law of the house: a room sees what it links and nothing else, and docs/ARCHITECTURE.md's table says the
# same (tests/house.mjs holds them together).
# TEST_LINKS: helpers in testing/ and libraries that its test program needs besides.
# ALONE: its tests run in real time, so none runs beside another.
# ONCE: see firstchair_discover_tests.

# firstchair_discover_tests(TARGET [ONCE FILTER] PROPERTIES...): gtest_discover_tests. The tests of FILTER (as gtest
# writes filters) are long and in real time and go where shorter ones of the target go, too: they carry the label
# "once", and ./check leaves them out under the sanitizers.
function(firstchair_discover_tests target)
  cmake_parse_arguments(TESTS "" "ONCE" "PROPERTIES" ${ARGN})
  set(rest "*")
  if(TESTS_ONCE)
    gtest_discover_tests(${target} TEST_FILTER "${TESTS_ONCE}" DISCOVERY_TIMEOUT 60 PROPERTIES ${TESTS_PROPERTIES} LABELS once)
    set(rest "*-${TESTS_ONCE}")
  endif()
  gtest_discover_tests(${target} TEST_FILTER "${rest}" DISCOVERY_TIMEOUT 60 PROPERTIES ${TESTS_PROPERTIES})
endfunction()

# firstchair_record(NAME LINKS...): writes down what a room links, for the drawing and the test of the house.
function(firstchair_record name)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(JOIN " " links ${ARGN})
  set_property(GLOBAL APPEND PROPERTY FIRSTCHAIR_ROOMS "${name} ${folder} ${links}")
endfunction()

function(firstchair_room name)
  cmake_parse_arguments(ROOM "ALONE" "ONCE" "LINKS;TEST_LINKS;EXTRA_SOURCES;LEAVE_OUT" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(pattern IN LISTS ROOM_LEAVE_OUT)
    list(FILTER sources EXCLUDE REGEX "${pattern}")
  endforeach()
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  if(NOT VALIJSON)
    foreach(test ${tests})
      file(STRINGS ${test} needs_it REGEX "#include <valijson/")
      if(needs_it)
        message(STATUS "${test} is left out: it needs valijson")
        list(REMOVE_ITEM tests ${test})
      endif()
    endforeach()
  endif()

  firstchair_record(${name} ${ROOM_LINKS})
  add_library(${name} STATIC ${sources} ${ROOM_EXTRA_SOURCES})
  add_library(firstchair::${name} ALIAS ${name})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME firstchair_${name})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_LINKS} PRIVATE firstchair_flags)

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ROOM_TEST_LINKS} firstchair_tests)
    target_compile_definitions(${name}_test PRIVATE FIRSTCHAIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    firstchair_discover_tests(${name}_test ONCE "${ROOM_ONCE}" PROPERTIES TIMEOUT 120 RUN_SERIAL ${ROOM_ALONE})
  endif()

  if(FIRSTCHAIR_FUZZ)
    foreach(fuzzer ${fuzzers})
      get_filename_component(target ${fuzzer} NAME_WE)
      add_executable(${target} ${fuzzer})
      target_link_libraries(${target} PRIVATE ${name} firstchair_flags)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()
