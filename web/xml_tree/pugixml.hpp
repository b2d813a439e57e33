// In a browser XML was parsed by the browser. This header stands where the library pugixml stands elsewhere:
// by the few names of it that the readers of MusicXML use, they read the tree that the page hands over
// (web/page/model/xml_tree.ts).
//
// A tree is a byte 1, then its element: 'E', its name, its text, how many attributes as a number in letters,
// each attribute's name and value, the elements inside it, and 'e'. Every text ends with a byte 0; none holds
// one. load_buffer() refuses what is not so; nothing outside its bytes is read.
#pragma once

#include <cstddef>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {

struct AttributeData {
  const char* name;
  const char* value;
};
struct NodeData {
  const char* name = "";
  const char* text = "";
  std::size_t first_attribute = 0, attributes = 0;  // in the document's list
  const std::vector<AttributeData>* all = nullptr;
  const NodeData* child = nullptr;
  const NodeData* next = nullptr;
};

class xml_attribute {
 public:
  xml_attribute() = default;
  explicit xml_attribute(const AttributeData* data) : data_(data) {}
  explicit operator bool() const { return data_ != nullptr; }
  const char* name() const { return data_ ? data_->name : ""; }
  const char* value() const { return data_ ? data_->value : ""; }

 private:
  const AttributeData* data_ = nullptr;
};

class xml_node {
 public:
  xml_node() = default;
  explicit xml_node(const NodeData* data) : data_(data) {}
  operator bool() const { return data_ != nullptr; }
  const char* name() const { return data_ ? data_->name : ""; }
  const char* child_value() const { return data_ ? data_->text : ""; }
  const char* child_value(const char* name) const { return child(name).child_value(); }
  xml_node child(const char* name) const { return named(data_ ? data_->child : nullptr, name); }
  xml_node next_sibling(const char* name) const { return named(data_ ? data_->next : nullptr, name); }
  xml_attribute attribute(const char* name) const {
    for (const xml_attribute& one : attributes())
      if (std::strcmp(one.name(), name) == 0) return one;
    return {};
  }
  std::vector<xml_attribute> attributes() const {
    std::vector<xml_attribute> found;
    for (std::size_t k = 0; data_ && k < data_->attributes; ++k)
      found.emplace_back(&(*data_->all)[data_->first_attribute + k]);
    return found;
  }

  // Children, all of them or those of a name.
  class Children {
   public:
    class Iterator {
     public:
      Iterator(const NodeData* at, const char* name) : at_(at), name_(name) { skip(); }
      xml_node operator*() const { return xml_node(at_); }
      Iterator& operator++() {
        at_ = at_->next;
        skip();
        return *this;
      }
      bool operator==(const Iterator& other) const { return at_ == other.at_; }

     private:
      void skip() {
        while (at_ && name_ && std::strcmp(at_->name, name_) != 0) at_ = at_->next;
      }
      const NodeData* at_;
      const char* name_;
    };
    Children(const NodeData* first, const char* name) : first_(first), name_(name) {}
    Iterator begin() const { return {first_, name_}; }
    Iterator end() const { return {nullptr, name_}; }

   private:
    const NodeData* first_;
    const char* name_;
  };
  Children children(const char* name = nullptr) const { return {data_ ? data_->child : nullptr, name}; }

 private:
  static xml_node named(const NodeData* at, const char* name) {
    while (at && std::strcmp(at->name, name) != 0) at = at->next;
    return xml_node(at);
  }
  const NodeData* data_ = nullptr;
};

enum xml_parse_status { status_ok, status_no_document_element, status_bad_tree };
struct xml_parse_result {
  xml_parse_status status = status_ok;
  std::ptrdiff_t offset = 0;
  explicit operator bool() const { return status == status_ok; }
};

class xml_document {
 public:
  xml_parse_result load_buffer(const void* bytes, std::size_t size) {
    bytes_.assign(static_cast<const char*>(bytes), size);
    nodes_.clear();
    attributes_.clear();
    at_ = 0;
    if (size < 2) return {status_no_document_element, 0};
    const bool read = bytes_[at_++] == '\1' && tree() && at_ == bytes_.size();
    if (!read) nodes_.clear();
    return {read ? status_ok : status_bad_tree, static_cast<std::ptrdiff_t>(at_)};
  }
  xml_node document_element() const { return xml_node(nodes_.empty() ? nullptr : &nodes_.front()); }

 private:
  struct Open {
    NodeData* node;
    NodeData* last = nullptr;  // of its children
  };

  bool text(const char*& into) {
    const std::size_t end = bytes_.find('\0', at_);
    if (end == std::string::npos) return false;
    into = bytes_.c_str() + at_;
    at_ = end + 1;
    return true;
  }
  bool element(std::vector<Open>& open) {
    NodeData& node = nodes_.emplace_back();
    const char* count = "";
    if (!text(node.name) || !text(node.text) || !text(count)) return false;
    for (; *count; ++count) {
      if (*count < '0' || *count > '9' || node.attributes > bytes_.size()) return false;
      node.attributes = 10 * node.attributes + static_cast<std::size_t>(*count - '0');
    }
    node.first_attribute = attributes_.size();
    node.all = &attributes_;
    for (std::size_t k = 0; k < node.attributes; ++k) {
      AttributeData attribute{};
      if (!text(attribute.name) || !text(attribute.value)) return false;
      attributes_.push_back(attribute);
    }
    if (!open.empty()) {
      Open& parent = open.back();
      (parent.last ? parent.last->next : parent.node->child) = &node;
      parent.last = &node;
    }
    open.push_back({&node});
    return true;
  }
  bool tree() {
    std::vector<Open> open;
    do {
      if (at_ >= bytes_.size()) return false;
      const char what = bytes_[at_++];
      if (what == 'E' ? !element(open) : what != 'e' || open.empty()) return false;
      if (what == 'e') open.pop_back();
    } while (!open.empty());
    return true;
  }

  std::string bytes_;
  std::deque<NodeData> nodes_;
  std::vector<AttributeData> attributes_;
  std::size_t at_ = 0;
};

}  // namespace pugi
