// An object store for tests on the loopback: it holds objects in memory, checks that what comes is signed
// with its key and is what it says it is, and can be told to stumble.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "school/blobs/s3_blobs.h"

namespace firstchair::school {

class FakeS3 {
 public:
  FakeS3();
  ~FakeS3();
  FakeS3(const FakeS3&) = delete;
  FakeS3& operator=(const FakeS3&) = delete;

  S3Place place() const;
  // The next `times` requests are answered with `status`; 0: the line is cut without an answer.
  void stumble(int status, int times);
  void set_key(const std::string& secret);       // another key from now on
  void spoil();                                  // every object has other bytes
  std::size_t size();                            // how many objects there are
  std::string made_of(const std::string& call);  // of the last request: its header of that name
  int asked() const { return asked_; }

 private:
  void serve();
  std::string answer(const std::string& head, const std::string& body);

  int listener_ = -1, port_ = 0;
  std::mutex mutex_;
  std::string secret_ = "secret";
  std::map<std::string, std::string> objects_, last_;
  int stumbles_ = 0, status_ = 0;
  std::atomic<int> asked_{0};
  std::atomic<bool> stop_{false};
  std::jthread thread_;
};

}  // namespace firstchair::school
