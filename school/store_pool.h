// A StorePool lends stores to threads: an open one when there is one, a new one otherwise.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "school/store.h"

namespace firstchair::school {

class StorePool {
 public:
  explicit StorePool(StoreConfig config) : config_(std::move(config)) {}

  // A Lent goes back to the pool with its end.
  class Lent {
   public:
    Lent(StorePool& pool, std::unique_ptr<SchoolStore> store) : pool_(&pool), store_(std::move(store)) {}
    Lent(Lent&&) = default;
    Lent& operator=(Lent&&) = delete;
    ~Lent() {
      if (store_) pool_->take_back(std::move(store_));
    }
    SchoolStore& operator*() const { return *store_; }
    SchoolStore* operator->() const { return store_.get(); }

   private:
    StorePool* pool_;
    std::unique_ptr<SchoolStore> store_;
  };

  struct Counts {
    int lent = 0, free = 0;
  };
  Counts counts() {
    const std::lock_guard lock(mutex_);
    return {lent_, static_cast<int>(free_.size())};
  }

  // Any thread. Errors: those of SchoolStore::open.
  Result<Lent> lend() {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<SchoolStore> store = std::move(free_.back());
        free_.pop_back();
        ++lent_;
        return Lent(*this, std::move(store));
      }
    }
    Result<SchoolStore> made = SchoolStore::open(config_);
    if (!made) return made.error();
    {
      const std::lock_guard lock(mutex_);
      ++lent_;
    }
    return Lent(*this, std::make_unique<SchoolStore>(std::move(*made)));
  }

 private:
  void take_back(std::unique_ptr<SchoolStore> store) {
    const std::lock_guard lock(mutex_);
    --lent_;
    free_.push_back(std::move(store));
  }

  const StoreConfig config_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<SchoolStore>> free_;
  int lent_ = 0;
};

}  // namespace firstchair::school
