// A Result is a value or an Error, for the rooms that meet the outside world (charts, io, report, apps). gcc
// 12 has no std::expected. Engine stages need it only in make(): after that they cannot fail.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace firstchair {

enum class ErrorCode {
  usage,        // the words on the command line do not fit (exit code 2)
  not_found,    // no such file, chart or stream
  unreadable,   // it is there and cannot be opened or decoded
  malformed,    // the bytes break the format
  unsupported,  // a valid file with nothing we can use in it
  too_large,    // beyond a documented limit
  unwritable,   // an output cannot be made, or exists and --force was not given
};

// An Error becomes one line for a drummer. `what` says what is wrong, `advice` what to do about it.
struct Error {
  ErrorCode code = ErrorCode::unreadable;
  std::string place;   // file, or file:line, or file@byte; empty when it is the caller's to add
  std::string what;    // no final full stop
  std::string advice;  // may be empty

  // Returns "place: what. advice." with the empty parts left out.
  std::string line() const {
    std::string text = place.empty() ? what : place + ": " + what;
    return advice.empty() ? text + "." : text + ". " + advice + ".";
  }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& value() {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const Error& error() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  Error& error() {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// Done means success without a value: Result<Done>{Done{}}.
struct Done {};

}  // namespace firstchair
