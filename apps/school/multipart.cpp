#include "apps/school/multipart.h"

#include <algorithm>
#include <fstream>

#include "engine/core/letters.h"
#include "school/sha256.h"

namespace firstchair::school_api {
namespace {

constexpr std::size_t kBlock = 1 << 16, kMostParts = 8, kMostHeader = 4096;

Error no_parts(std::string what) {
  return {ErrorCode::malformed, {}, std::move(what), "Load the page again"};
}

// Finds `mark` from `from` on; -1: it is not there.
std::int64_t find(std::istream& file, std::string_view mark, std::uint64_t from) {
  std::string window;
  std::uint64_t at = from;  // of the window's first byte
  file.clear();
  file.seekg(static_cast<std::streamoff>(from));
  std::string block(kBlock, 0);
  while (true) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<std::size_t>(file.gcount());
    window.append(block, 0, got);
    const std::size_t found = window.find(mark);
    if (found != std::string::npos) return static_cast<std::int64_t>(at + found);
    if (got == 0 || !file) return -1;
    // What may be the mark's beginning stays.
    const std::size_t gone = window.size() > mark.size() ? window.size() - mark.size() : 0;
    window.erase(0, gone);
    at += gone;
  }
}

std::string bytes_of(std::istream& file, std::uint64_t begin, std::uint64_t end) {
  std::string bytes(static_cast<std::size_t>(end - begin), 0);
  file.clear();
  file.seekg(static_cast<std::streamoff>(begin));
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

// The value of name="..." in a header line.
std::string parameter(std::string_view line, std::string_view name) {
  const std::string mark = "; " + std::string(name) + "=\"";
  const std::size_t at = line.find(mark);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + mark.size(), end = line.find('"', begin);
  return end == std::string_view::npos ? std::string() : std::string(line.substr(begin, end - begin));
}

void read_header(std::string_view header, Part& part) {
  while (!header.empty()) {
    const std::string_view line = header.substr(0, header.find("\r\n"));
    header.remove_prefix(std::min(header.size(), line.size() + 2));
    const std::string name = lowered(std::string(line.substr(0, line.find(':'))));
    if (name == "content-disposition") {
      part.name = parameter(line, "name");
      part.file_name = parameter(line, "filename");
    } else if (name == "content-type") {
      std::string_view value = line.substr(std::min(line.size(), line.find(':') + 1));
      while (value.starts_with(' ')) value.remove_prefix(1);
      part.type = std::string(value.substr(0, std::min(value.find(';'), std::size_t{100})));
    }
  }
}

}  // namespace

std::string boundary_of(std::string_view type) {
  if (!type.starts_with("multipart/form-data")) return {};
  const std::size_t at = type.find("boundary=");
  if (at == std::string_view::npos) return {};
  std::string_view value = type.substr(at + 9);
  if (value.starts_with('"')) {
    value.remove_prefix(1);
    value = value.substr(0, value.find('"'));
  }
  value = value.substr(0, value.find(';'));
  return value.size() <= 70 ? std::string(value) : std::string();
}

Result<std::vector<Part>> parts_of(const std::string& path, const std::string& boundary) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::unreadable, {}, "what was sent cannot be read", {}};
  return parts_in(file, boundary);
}

Result<std::vector<Part>> parts_in(std::istream& file, const std::string& boundary) {
  if (boundary.empty()) return no_parts("the body's parts have no boundary");
  const std::string mark = "--" + boundary;
  if (bytes_of(file, 0, mark.size()) != mark) return no_parts("the body does not begin with a part");
  std::vector<Part> parts;
  std::uint64_t at = mark.size();
  while (true) {
    const std::string end = bytes_of(file, at, at + 2);
    if (end == "--") return parts;
    if (end != "\r\n") return no_parts("a part of the body does not begin as it should");
    if (parts.size() == kMostParts) return no_parts("the body has too many parts");
    const std::uint64_t header = at + 2;
    const std::string begin = bytes_of(file, header, header + kMostHeader);
    const std::size_t body = begin.find("\r\n\r\n");
    if (body == std::string::npos) return no_parts("a part of the body has no header's end");
    Part part;
    read_header(std::string_view(begin).substr(0, body), part);
    part.begin = header + body + 4;
    // The line before the boundary belongs to it.
    const std::int64_t next = find(file, "\r\n" + mark, part.begin);
    if (next < 0) return no_parts("a part of the body has no end");
    part.end = static_cast<std::uint64_t>(next);
    at = part.end + 2 + mark.size();
    parts.push_back(std::move(part));
  }
}

Result<std::string> text_of(const std::string& path, const Part& part, std::uint64_t most) {
  if (part.end - part.begin > most)
    return Error{ErrorCode::too_large, {}, "a part of the body is too large", {}};
  std::ifstream file(path, std::ios::binary);
  std::string text = bytes_of(file, part.begin, part.end);
  if (text.size() != part.end - part.begin)
    return Error{ErrorCode::unreadable, {}, "what was sent cannot be read", {}};
  return text;
}

Result<std::string> copy_part(const std::string& path, const Part& part, const std::string& to) {
  std::ifstream from(path, std::ios::binary);
  std::ofstream out(to, std::ios::binary);
  from.seekg(static_cast<std::streamoff>(part.begin));
  school::Sha256 hash;
  std::string block(kBlock, 0);
  for (std::uint64_t left = part.end - part.begin; left > 0;) {
    const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left, block.size()));
    if (!from.read(block.data(), wanted))
      return Error{ErrorCode::unreadable, {}, "what was sent cannot be read", {}};
    if (!out.write(block.data(), wanted)) break;
    hash.add(std::string_view(block).substr(0, static_cast<std::size_t>(wanted)));
    left -= static_cast<std::uint64_t>(wanted);
  }
  out.close();
  if (!out) return Error{ErrorCode::unwritable, {}, "there is no room for the sound", {}};
  return hash.text();
}

}  // namespace firstchair::school_api
