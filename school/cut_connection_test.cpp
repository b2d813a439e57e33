// The connection to PostgreSQL is cut in the middle of a COMMIT: what was kept is found by its name when it
// is sent again, and is there once.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "school/postgres_test.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNow = 1'790'000'000;

int socket_at(const fs::path& path, bool listens) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = path.string();
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  const auto* at = reinterpret_cast<const sockaddr*>(&address);
  if (listens) {
    EXPECT_EQ(::bind(socket, at, sizeof address), 0);
    EXPECT_EQ(::listen(socket, 4), 0);
  } else {
    EXPECT_EQ(::connect(socket, at, sizeof address), 0);
  }
  return socket;
}

// A Line stands between a program and its database, and is cut when it is told to.
class Line {
 public:
  enum class Cut : unsigned char { never, before_commit, after_commit };

  explicit Line(const std::string& database) {
    std::string made = "/tmp/firstchair-line-XXXXXX";
    EXPECT_NE(::mkdtemp(made.data()), nullptr);
    folder_ = made;
    const std::size_t from = database.find("host=") + 5, to = database.find('&', from);
    server_ = fs::path(database.substr(from, to - from)) / kSocket;
    address_ = database.substr(0, from) + folder_.string() + database.substr(to);
    listener_ = socket_at(folder_ / kSocket, true);
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  ~Line() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
    fs::remove_all(folder_);
  }
  const std::string& address() const { return address_; }
  void cut_next(Cut cut) { cut_ = cut; }
  int cuts() const { return cuts_; }

 private:
  static constexpr const char* kSocket = ".s.PGSQL.5432";

  void work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd waits{.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&waits, 1, 20) <= 0) continue;
      const int program = ::accept(listener_, nullptr, nullptr);
      const int database = socket_at(server_, false);
      pass(stop, program, database);
      ::close(program);
      ::close(database);
    }
  }
  // Until one side leaves, or it is cut.
  void pass(const std::stop_token& stop, int program, int database) {
    std::array<char, 65536> bytes{};
    while (!stop.stop_requested()) {
      std::array<pollfd, 2> both{pollfd{.fd = program, .events = POLLIN, .revents = 0},
                                 pollfd{.fd = database, .events = POLLIN, .revents = 0}};
      if (::poll(both.data(), both.size(), 20) <= 0) continue;
      for (std::size_t i = 0; i < both.size(); ++i) {
        if (both[i].revents == 0) continue;
        const ssize_t got = ::recv(both[i].fd, bytes.data(), bytes.size(), 0);
        if (got <= 0) return;
        const std::string_view said(bytes.data(), static_cast<std::size_t>(got));
        const bool commits = i == 0 && said.find("COMMIT") != std::string_view::npos;
        const Cut cut = commits ? cut_.exchange(Cut::never) : Cut::never;
        if (cut == Cut::before_commit) return void(++cuts_);
        ::send(both[1 - i].fd, bytes.data(), said.size(), MSG_NOSIGNAL);
        if (cut == Cut::never) continue;
        // The answer has been given, and nobody gets it.
        ::recv(database, bytes.data(), bytes.size(), 0);
        return void(++cuts_);
      }
    }
  }

  fs::path folder_, server_;
  std::string address_;
  int listener_ = -1;
  std::atomic<Cut> cut_{Cut::never};
  std::atomic<int> cuts_{0};
  std::jthread thread_;
};

TEST(PostgresCut, WhatWasHandedInWhileTheLineWasCutIsThereOnce) {
  const PostgresDatabases databases;
  SchoolStore near = databases.open();
  const Act act{.at_s = kNow};
  const std::int64_t school = *near.make_school({.name = "A", .country = "DE", .retention = {}}, act);
  const std::int64_t klass = *near.add_class(school, {.title = "7b"}, act);
  const std::int64_t mia = *near.add_person(school, {.name = "Mia", .given = ""}, act);
  ASSERT_TRUE(near.set_member(school, klass, mia, Role::student, act));
  const std::int64_t assignment = *near.add_assignment(
      school, {.klass = klass, .title = "Hats", .item = "x", .bpm = 92, .demands = {{.bound = 1.33}}}, act);
  Line line(databases.database());
  auto far = SchoolStore::open({.database = line.address()});
  ASSERT_TRUE(far) << far.error().line();
  const auto hand_in = [&](int number) {
    return far->hand_in(school,
                        {.assignment = assignment,
                         .person = mia,
                         .sent_name = "take " + std::to_string(number),
                         .state = SubmissionState::heard,
                         .began_s = kNow,
                         .came_s = kNow,
                         .answers = {{}}},
                        act);
  };
  int number = 0, kept = 0;
  for (const Line::Cut cut : {Line::Cut::after_commit, Line::Cut::before_commit, Line::Cut::after_commit}) {
    line.cut_next(cut);
    const auto lost = hand_in(++number);
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::unwritable) << "the page sends it again";
    kept += cut == Line::Cut::after_commit ? 1 : 0;
    EXPECT_EQ(near.submissions(school, assignment, mia)->size(), static_cast<std::size_t>(kept));
    const auto again = hand_in(number);
    ASSERT_TRUE(again) << again.error().line();
    kept = number;
    EXPECT_EQ(*hand_in(number), *again) << "and once more";
    EXPECT_EQ(near.submissions(school, assignment, mia)->size(), static_cast<std::size_t>(number));
  }
  EXPECT_EQ(line.cuts(), 3);
  EXPECT_EQ(near.grade(school, assignment, mia)->result.used, number);
  EXPECT_EQ(*near.first_broken(school), 0);
}

}  // namespace
}  // namespace firstchair::school
