// This file holds what the writers of XML share. It is for this room only.
#pragma once

#include <pugixml.hpp>
#include <string>

#include "edit/words.h"

namespace firstchair::edit {

// Adds an element with a text.
inline pugi::xml_node add_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node node = parent.append_child(name);
  node.text().set(safe(text).c_str());
  return node;
}
inline pugi::xml_node add_text(pugi::xml_node parent, const char* name, std::int64_t number) {
  return add_text(parent, name, std::to_string(number));
}
inline void set(pugi::xml_node node, const char* name, const std::string& text) {
  node.append_attribute(name).set_value(safe(text).c_str());
}
inline void set(pugi::xml_node node, const char* name, std::int64_t number) {
  set(node, name, std::to_string(number));
}
// Adds <property name="NAME">TEXT</property>, as MLT has it.
inline void add_property(pugi::xml_node parent, const char* name, const std::string& text) {
  set(add_text(parent, "property", text), "name", name);
}

// Returns the document's bytes behind a declaration, which it adds.
std::string bytes_of(pugi::xml_document& document);

}  // namespace firstchair::edit
