// Whose turn it is: how many strangers and how many uploads a server takes at once. One thread, the
// network's.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace firstchair::server {

// Strangers are connections that have not shown the token yet. Of these there are only so many: the next one
// takes the place of the one that waits longest, so nobody can fill the house with connections that say
// nothing.
class Strangers {
 public:
  explicit Strangers(int most) : most_(static_cast<std::size_t>(most)) {}

  bool crowded() const { return waiting_.size() >= most_; }
  // Says whether they are waited for less.
  bool many() const { return waiting_.size() * 2 >= most_; }
  // Sends away the one that waits longest; there is one.
  void make_room() { waiting_.front()(); }

  // A Place is held by one connection until it is known or gone.
  class Place {
   public:
    // `send_away` ends the connection's waiting; it may be called once.
    Place(Strangers& all, std::function<void()> send_away)
        : all_(all), at_(all.waiting_.insert(all.waiting_.end(), std::move(send_away))) {}
    ~Place() { known(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    void known() {
      if (!known_) all_.waiting_.erase(at_);
      known_ = true;
    }

   private:
    Strangers& all_;
    std::list<std::function<void()>>::iterator at_;
    bool known_ = false;
  };

 private:
  std::size_t most_;
  std::list<std::function<void()>> waiting_;  // the one that waits longest first
};

// Uploads are counted while they come in. There are only so many, and of one client half of them.
class Uploads {
 public:
  explicit Uploads(int most) : most_(most) {}

  // A Place is held by one request; what is no upload needs none.
  class Place {
   public:
    Place(Uploads& all, const std::string& client, bool upload) : all_(all), client_(client) {
      if (!upload) return;
      const auto found = all.of_client_.find(client);
      const int of_client = found == all.of_client_.end() ? 0 : found->second;
      welcome_ = all.now_ < all.most_ && of_client * 2 < all.most_;
      if (!welcome_) return;
      ++all.now_;
      ++all.of_client_[client];
    }
    ~Place() {
      if (!welcome_) return;
      --all_.now_;
      if (--all_.of_client_[client_] == 0) all_.of_client_.erase(client_);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    bool welcome() const { return welcome_; }

   private:
    Uploads& all_;
    const std::string client_;
    bool welcome_ = false;
  };

 private:
  int most_, now_ = 0;
  std::map<std::string, int> of_client_;
};

}  // namespace firstchair::server
