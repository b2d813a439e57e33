# A room is a folder: its sources make one library, its *_test.cpp one test program, its *_fuzz.cpp one fuzz target
# each. Files are found by glob, so no list has to be kept twice.
#
#   firstchair_room(NAME LINKS lib... [TEST_LINKS lib...] [ALONE])
#
# ALONE: its tests run in real time, so none runs beside another.
#
# LINKS is the law of the house: a room sees what it links and nothing else.
function(firstchair_room name)
  cmake_parse_arguments(ROOM "ALONE" "" "LINKS;TEST_LINKS;EXTRA_SOURCES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")

  add_library(${name} STATIC ${sources} ${ROOM_EXTRA_SOURCES})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_LINKS} PRIVATE firstchair_flags)

  if(tests AND BUILD_TESTING)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${ROOM_TEST_LINKS} firstchair_flags
                                               GTest::gtest GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE FIRSTCHAIR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 120 RUN_SERIAL ${ROOM_ALONE})
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
