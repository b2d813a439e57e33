# What few commands need is loaded when it is called and not when the program starts (io/late): FFmpeg, FluidSynth,
# PostgreSQL, curl. A room links Late::NAME, which is the headers alone; where libraries cannot be found by their names, it is the
# library itself.
string(COMPARE EQUAL "${CMAKE_SYSTEM_NAME}" "Linux" linux)
option(FIRSTCHAIR_LATE "load FFmpeg, FluidSynth, libpq and libcurl when they are called" ${linux})
foreach(library FFMPEG FILTERS FLUIDSYNTH PQ CURL)
  if(${library}_FOUND)
    add_library(Late::${library} INTERFACE IMPORTED)
    if(FIRSTCHAIR_LATE)
      target_include_directories(Late::${library} INTERFACE ${${library}_INCLUDE_DIRS})
    else()
      # Its own libraries' definitions (_XOPEN_SOURCE) are not for who calls it.
      set_property(TARGET PkgConfig::${library} PROPERTY INTERFACE_COMPILE_OPTIONS "")
      target_link_libraries(Late::${library} INTERFACE PkgConfig::${library})
      target_compile_definitions(Late::${library} INTERFACE FIRSTCHAIR_LINKED)
    endif()
  endif()
endforeach()

# Nobody loads this library. It needs what the program loads, so a tool that reads what a program needs can be told.
if(FIRSTCHAIR_LATE)
  file(WRITE ${CMAKE_BINARY_DIR}/late_needs.c "")
  add_library(late_needs MODULE EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/late_needs.c)
  set_target_properties(late_needs PROPERTIES PREFIX "")
  get_target_property(link_options late_needs LINK_OPTIONS)
  if(link_options)
    list(REMOVE_ITEM link_options -pie)
    set_target_properties(late_needs PROPERTIES LINK_OPTIONS "${link_options}")
  endif()
  target_link_options(late_needs PRIVATE -Wl,--no-as-needed)
  target_link_libraries(late_needs PRIVATE ${FFMPEG_LINK_LIBRARIES} ${FILTERS_LINK_LIBRARIES} ${FLUIDSYNTH_LINK_LIBRARIES} ${PQ_LINK_LIBRARIES} ${CURL_LINK_LIBRARIES})
endif()
