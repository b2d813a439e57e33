# Runs after a gtest program was linked: lists its tests and writes a file for ctest in which up to MOST of them are one
# test, PROGRAM.together.N. A process a test would be 1,700 starts under the sanitizers, each with the fixtures that a
# program's tests share made anew.
#   cmake -D PROGRAM=FILE -D NAME=target -D WANTED=FILTER -D MOST=N -D PROPERTIES=LIST -D OUT=FILE -P discover_together.cmake
execute_process(COMMAND ${PROGRAM} --gtest_list_tests --gtest_filter=${WANTED} OUTPUT_VARIABLE listed RESULT_VARIABLE result
                TIMEOUT 60)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} does not list its tests: ${result}")
endif()
# A suite stands at the begin of a line, "Suite." or "Made/Suite/0.  # TypeParam = ..."; its tests are indented below it.
string(REGEX REPLACE "[];[]" "" listed "${listed}")
string(REPLACE "\n" ";" listed "${listed}")
set(suite "")
set(names "")
foreach(line IN LISTS listed)
  string(REGEX REPLACE " +#.*" "" line "${line}")
  if(line MATCHES "^[^ ]+\\.$")
    set(suite ${line})
  elseif(suite AND line MATCHES "^  ([^ ]+)$")
    list(APPEND names ${suite}${CMAKE_MATCH_1})
  endif()
endforeach()
list(FILTER names EXCLUDE REGEX "DISABLED_")

list(LENGTH names count)
set(text "")
set(from 0)
set(n 0)
while(from LESS count)
  list(SUBLIST names ${from} ${MOST} some)
  list(JOIN some ":" filter)
  math(EXPR n "${n} + 1")
  math(EXPR from "${from} + ${MOST}")
  string(APPEND text "add_test(${NAME}.together.${n} ${PROGRAM} --gtest_filter=${filter})\n"
                     "set_tests_properties(${NAME}.together.${n} PROPERTIES ${PROPERTIES})\n")
endwhile()
file(WRITE ${OUT} "${text}")
