# A room is a folder: its sources, also those in folders below it, make one library, its *_test.cpp one test program,
# its *_fuzz.cpp one fuzz target each. Files are found by glob, so no list has to be kept twice.
#
#   firstchair_room(NAME LINKS lib... [TEST_LINKS lib...] [HOT [SOUND]] [REALTIME] [RELEASE FILTER] [BOTH FILTER] [TOGETHER FILTER])
#
# LINKS is the law of the house: a room sees what it links and nothing else, and docs/ARCHITECTURE.md's table says the
# same (tests/house.mjs holds them together).
# TEST_LINKS: helpers in testing/ and libraries that its test program needs besides.
# HOT: its loops are optimized at -O3, and under the sanitizers, too, where all else is quicker to compile than to optimize.
# SOUND: its loops run over every sample, so calls within them are inlined under the sanitizers, too.
# REALTIME, RELEASE, BOTH, TOGETHER: see firstchair_discover_tests.

# firstchair_keep_tests(TARGET FILTER): of the *_test.cpp that declare tests only those are compiled in which one of FILTER
# stands.
function(firstchair_keep_tests target filter)
  string(REPLACE "." ", " names "${filter}")
  string(REPLACE "*" ".*" names "${names}")
  string(REPLACE ":" "|" names "${names}")
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source OUTPUT_VARIABLE file)
    if(source MATCHES "_test\\.cpp$")
      file(STRINGS ${file} tests REGEX "^(TYPED_)?TEST(_F|_P)?\\(")
      set(wanted ${tests})
      list(FILTER wanted INCLUDE REGEX "\\((${names})")
      if(tests AND NOT wanted)
        list(REMOVE_ITEM sources ${source})
      endif()
    endif()
  endforeach()
  set_property(TARGET ${target} PROPERTY SOURCES ${sources})
endfunction()

# firstchair_discover_tests(TARGET [REALTIME] [RELEASE FILTER] [BOTH FILTER] [TOGETHER FILTER] [TIMEOUT SECONDS]): the tests of a gtest
# program, compiled against the house's precompiled gtest. This is the one place that says where a test runs.
#
# ./check has two trees, and FIRSTCHAIR_TESTS says which one this is: "sanitized" runs every test once under the
# sanitizers, but for those of RELEASE (filters as gtest writes them), which must be fast or in real time, or need the
# benches; "release" runs those. BOTH: these run in both trees. Everywhere else ("all") every test is there.
# scripts/test_union fails when a test is in neither tree.
# FIRSTCHAIR_ONLY_<TARGET>: a filter; files in which no test of it stands are left out.
# TOGETHER: these run in one process, for what they share takes longer to begin than they do. They run where tests are
# sanitized.
# REALTIME: the program's tests run in real time and carry the label "realtime". ./check runs two of them at a time, with
# nothing beside them that does not yield.
function(firstchair_discover_tests target)
  cmake_parse_arguments(TESTS "REALTIME" "RELEASE;BOTH;TOGETHER;TIMEOUT" "" ${ARGN})
  if(FIRSTCHAIR_PCH)
    target_precompile_headers(${target} REUSE_FROM firstchair_test_headers)
  endif()
  set(wanted "*")
  if(FIRSTCHAIR_TESTS STREQUAL "release")
    string(JOIN ":" wanted ${TESTS_RELEASE} ${TESTS_BOTH})
  elseif(FIRSTCHAIR_TESTS STREQUAL "sanitized" AND TESTS_RELEASE STREQUAL "*")
    set(wanted "${TESTS_BOTH}")
  elseif(FIRSTCHAIR_TESTS STREQUAL "sanitized" AND TESTS_RELEASE)
    set(wanted "*-${TESTS_RELEASE}")
  endif()
  if(NOT wanted)
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL TRUE)
    return()
  endif()
  if(FIRSTCHAIR_TESTS STREQUAL "release")
    firstchair_keep_tests(${target} "${wanted}")
  elseif(FIRSTCHAIR_ONLY_${target})
    firstchair_keep_tests(${target} "${FIRSTCHAIR_ONLY_${target}}")
  endif()
  firstchair_joined(${target})
  set(properties TIMEOUT 120)
  if(FIRSTCHAIR_TESTS STREQUAL "sanitized")
    set(properties TIMEOUT 300)
  endif()
  if(TESTS_TIMEOUT)
    set(properties TIMEOUT ${TESTS_TIMEOUT})
  endif()
  if(TESTS_REALTIME)
    list(APPEND properties LABELS realtime)
  endif()
  if(TESTS_TOGETHER AND NOT FIRSTCHAIR_TESTS STREQUAL "release")
    add_test(NAME ${target}.together COMMAND ${target} --gtest_filter=${TESTS_TOGETHER})
    set_tests_properties(${target}.together PROPERTIES ${properties})
    string(FIND "${wanted}" "-" without)
    if(without EQUAL -1)
      string(APPEND wanted "-${TESTS_TOGETHER}")
    else()
      string(APPEND wanted ":${TESTS_TOGETHER}")
    endif()
  endif()
  gtest_discover_tests(${target} TEST_FILTER "${wanted}" DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()

# firstchair_precompiled(TARGET [HOT]): compiles a library or program against the precompiled headers, where there are some.
function(firstchair_precompiled target)
  set(headers firstchair_headers)
  if("HOT" IN_LIST ARGN)
    set(headers firstchair_hot_headers)
  endif()
  if(TARGET ${headers})
    target_compile_options(${target} PRIVATE -pthread)
    target_precompile_headers(${target} REUSE_FROM ${headers})
  endif()
endfunction()

# firstchair_hot(TARGET [SOUND]): optimizes TARGET, as HOT and SOUND of a room say. With its checks a vector's operator[] is
# too large for clang's inliner, and of the copies the linker may keep one that is not optimized: half the time of hearing.
function(firstchair_hot target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
  if("SOUND" IN_LIST ARGN AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
    target_compile_options(${target} PRIVATE "SHELL:-mllvm -inline-threshold=1000")
  endif()
endfunction()

# firstchair_record(NAME LINKS...): writes down what a room links, for the drawing and the test of the house.
function(firstchair_record name)
  file(RELATIVE_PATH folder ${PROJECT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
  string(JOIN " " links ${ARGN})
  set_property(GLOBAL APPEND PROPERTY FIRSTCHAIR_ROOMS "${name} ${folder} ${links}")
endfunction()

function(firstchair_room name)
  cmake_parse_arguments(ROOM "REALTIME;HOT;SOUND" "RELEASE;BOTH;TOGETHER" "LINKS;TEST_LINKS;EXTRA_SOURCES;LEAVE_OUT" ${ARGN})
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
  if(ROOM_HOT)
    set(sound "")
    if(ROOM_SOUND)
      set(sound SOUND)
    endif()
    firstchair_hot(${name} ${sound})
    if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "wasm32")
      target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O3>)
      # gcc keeps a loop that compares numbers out of vectors while it might trap. Values are the same.
      if(ROOM_SOUND AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-fno-trapping-math>)
      endif()
    endif()
    firstchair_precompiled(${name} HOT)
  else()
    firstchair_precompiled(${name})
  endif()
  firstchair_joined(${name})
  firstchair_in_library(${name})
  # The fuzzer steers by the paths through the readers; counting those of every room would cost a tenth of the compiling.
  if(FIRSTCHAIR_FUZZ AND fuzzers)
    target_compile_options(${name} PRIVATE -fsanitize-coverage=inline-8bit-counters,indirect-calls,trace-cmp,pc-table)
  endif()

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ROOM_TEST_LINKS} firstchair_tests)
    target_compile_definitions(${name}_test PRIVATE FIRSTCHAIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    set(realtime "")
    if(ROOM_REALTIME)
      set(realtime REALTIME)
    endif()
    firstchair_discover_tests(${name}_test ${realtime} RELEASE "${ROOM_RELEASE}" BOTH "${ROOM_BOTH}"
                              TOGETHER "${ROOM_TOGETHER}")
  endif()

  if(FIRSTCHAIR_FUZZ)
    foreach(fuzzer ${fuzzers})
      get_filename_component(target ${fuzzer} NAME_WE)
      add_executable(${target} ${fuzzer})
      target_link_libraries(${target} PRIVATE ${name} firstchair_flags)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
      add_dependencies(fuzzers ${target})
    endforeach()
  endif()
endfunction()

# firstchair_benches(FOLDER): what is made below it and holds no tests is built by the target `benches`, not by all.
function(firstchair_benches folder)
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below ${folders})
    firstchair_benches(${below})
  endforeach()
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(NOT target MATCHES "_test$" AND NOT type STREQUAL "UTILITY")
      set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL TRUE)
      add_dependencies(benches ${target})
    endif()
  endforeach()
endfunction()
