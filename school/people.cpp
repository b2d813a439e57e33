#include "school/people.h"

#include <array>

namespace firstchair::school {
namespace {

constexpr std::array<std::string_view, kRoleCount> kIds{
    "owner", "admin", "registrar", "teacher", "assistant", "proctor", "panel", "student", "guardian"};

}  // namespace

std::string_view id_of(Role role) {
  return kIds.at(static_cast<std::size_t>(role));
}

std::optional<Role> role_of(std::string_view text) {
  for (std::size_t i = 0; i < kIds.size(); ++i)
    if (kIds.at(i) == text) return static_cast<Role>(i);
  return std::nullopt;
}

std::string full_name(const Person& person) {
  return person.given.empty() ? person.name : person.given + " " + person.name;
}

}  // namespace firstchair::school
