# What a distribution's package holds of the program: `cmake --install BUILD --component program`. The manual page and the
# completions are what the program itself says of its flags; the page is there when it was built (scripts/build_page.sh).
install(TARGETS firstchair RUNTIME COMPONENT program)
set(texts ${CMAKE_CURRENT_BINARY_DIR}/texts)
install(
  CODE "
    file(MAKE_DIRECTORY \"${texts}\")
    foreach(text IN ITEMS print-man=firstchair.1 print-completion:bash=firstchair print-completion:zsh=_firstchair
                          print-completion:fish=firstchair.fish)
      string(REGEX MATCH \"^([^=]+)=(.*)$\" whole \"\${text}\")
      set(file \"\${CMAKE_MATCH_2}\")
      string(REPLACE \":\" \";\" flag \"\${CMAKE_MATCH_1}\")
      execute_process(COMMAND \"$<TARGET_FILE:firstchair>\" --\${flag} OUTPUT_FILE \"${texts}/\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()"
  COMPONENT program)
configure_file(${PROJECT_SOURCE_DIR}/packaging/io.github.firstchair.firstchair.metainfo.xml ${texts}/io.github.firstchair.firstchair.metainfo.xml @ONLY)
foreach(pair IN ITEMS "firstchair.1 ${CMAKE_INSTALL_MANDIR}/man1" "firstchair ${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
                      "_firstchair ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions"
                      "firstchair.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d"
                      "io.github.firstchair.firstchair.metainfo.xml ${CMAKE_INSTALL_DATADIR}/metainfo")
  string(REPLACE " " ";" pair ${pair})
  list(GET pair 0 file)
  list(GET pair 1 folder)
  install(FILES ${texts}/${file} DESTINATION ${folder} COMPONENT program)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/packaging/firstchair.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/web/page/icon.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps RENAME firstchair.svg
        COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/build/page/ DESTINATION ${CMAKE_INSTALL_DATADIR}/firstchair/page COMPONENT program OPTIONAL)
