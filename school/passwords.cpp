#include "school/passwords.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "engine/core/letters.h"
#include "school/secrets.h"

namespace firstchair::school {

extern const std::string_view kCommonPasswords;  // data/passwords/common.txt

namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory = std::size_t{19} << 20;
constexpr std::size_t kFewestDifferent = 5, kShortestWord = 4;
constexpr std::size_t kPrinted =
    10;  // hexadecimal digits of a hash: 10,000 of them meet by chance 1 in 10^8 times

// The letters that are left without digits and marks at both ends: "sunshine" of "Sunshine2024!".
std::string_view within_marks(std::string_view text) {
  const auto mark = [](char c) { return static_cast<unsigned char>(c) < 0x80 && (c < 'a' || c > 'z'); };
  while (!text.empty() && mark(text.front())) text.remove_prefix(1);
  while (!text.empty() && mark(text.back())) text.remove_suffix(1);
  return text;
}

Error refused(std::string what, std::string advice) {
  return Error{ErrorCode::usage, "password", std::move(what), std::move(advice)};
}

}  // namespace

bool is_common(std::string_view text) {
  const std::string hash = hash_of(lowered(text)).substr(0, kPrinted);
  // Lines of equal length, sorted.
  const std::string_view all = kCommonPasswords.substr(kCommonPasswords.find_first_not_of('\n'));
  std::size_t low = 0, high = all.size() / (kPrinted + 1);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const std::string_view line = all.substr(middle * (kPrinted + 1), kPrinted);
    if (line == hash) return true;
    (line < hash ? low : high) = line < hash ? middle + 1 : middle;
  }
  return false;
}

Result<Done> fit_password(std::string_view password, std::string_view name) {
  const auto letters =
      static_cast<std::size_t>(std::count_if(password.begin(), password.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
      }));
  if (letters < kFewestLetters)
    return refused(fmt::format("{} letters are too few", letters),
                   fmt::format("Take {} or more", kFewestLetters));
  if (password.size() > kMostLetters * 4) return refused("it is too long", {});
  const std::string small = lowered(password);
  if (small == lowered(name)) return refused("it is the name", "Take another");
  if (std::set<char>(small.begin(), small.end()).size() < kFewestDifferent)
    return refused("it has too few different letters", "Take another");
  constexpr std::array<std::string_view, 4> kRows{"12345678901234567890", "qwertyuiopasdfghjklzxcvbnm",
                                                  "abcdefghijklmnopqrstuvwxyz", "09876543210987654321"};
  for (const std::string_view row : kRows)
    if (row.find(small) != std::string_view::npos)
      return refused("everybody tries that first", "Take another");
  const std::string_view word = within_marks(small),
                         half = std::string_view(small).substr(0, small.size() / 2);
  if (is_common(small) || (word.size() >= kShortestWord && is_common(word)) ||
      (small == std::string(half) + std::string(half) && is_common(half)))
    return refused("it is one of the 10,000 that are tried first", "Take another, of several words");
  return Done{};
}

class Passwords::Turn {
 public:
  explicit Turn(Passwords& of) : of_(of) {
    std::unique_lock lock(of.mutex_);
    ++of.waiting_;
    got_ = of.freed_.wait_for(lock, of.patience_, [&] { return of.working_ < kAtOnce; });
    --of.waiting_;
    if (got_) ++of.working_;
  }
  ~Turn() {
    if (!got_) return;
    {
      const std::lock_guard lock(of_.mutex_);
      --of_.working_;
    }
    of_.freed_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  bool got() const { return got_; }
  static Error busy() {
    return Error{ErrorCode::too_large, {}, "too many people log in at once", "Try again in a moment"};
  }

 private:
  Passwords& of_;
  bool got_ = false;
};

Result<std::string> Passwords::kept(std::string_view password) {
  const Turn turn(*this);
  if (!turn.got()) return Turn::busy();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Turn::busy();  // no memory
  return std::string(text.data());
}

Result<Passwords::Checked> Passwords::check(std::string_view password, const std::string& secret) {
  const Turn turn(*this);
  if (!turn.got()) return Turn::busy();
  if (secret.empty()) {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasses, kMemory,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
      return Turn::busy();
    return Checked{};
  }
  Checked checked;
  checked.right = crypto_pwhash_str_verify(secret.c_str(), password.data(), password.size()) == 0;
  checked.outdated = checked.right && crypto_pwhash_str_needs_rehash(secret.c_str(), kPasses, kMemory) != 0;
  return checked;
}

int Passwords::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

}  // namespace firstchair::school
