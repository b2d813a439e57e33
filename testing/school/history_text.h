// What a store answered, as a text that is the same whatever keeps the school. It is for history.cpp alone.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "school/store.h"

namespace firstchair::testing {

std::string text_of(const school::Person& one);
std::string text_of(const school::Membership& one);
std::string text_of(const school::Class& one);
std::string text_of(const school::Assignment& one);
std::string text_of(const school::Submission& one);
std::string text_of(const school::Grade& one);
std::string text_of(const school::Comment& one);
std::string text_of(const school::Invite& one);
std::string text_of(const school::Noted& one);
std::string text_of(const school::ResultChange& one);
std::string text_of(const school::Remaining& one);
std::string text_of(const school::OwnTake& one);
template <class T>
std::string text_of(const std::vector<T>& all) {
  std::string text;
  for (const T& one : all) text += text_of(one) + "|";
  return text;
}

// What did not come is told by its kind: a database has words of its own.
template <class T>
std::string refused(const Result<T>& result) {
  return fmt::format("!{}", static_cast<int>(result.error().code));
}
std::string told(const Result<Done>& result);
std::string told(const Result<std::int64_t>& result);
template <class T>
std::string told(const Result<std::vector<T>>& result) {
  return result ? text_of(*result) : refused(result);
}

}  // namespace firstchair::testing
