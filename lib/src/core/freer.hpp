#pragma once

namespace teamsctl::core {

/// For std::unique_ptr: an object of a C library is given back by one of its functions.
template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};

}  // namespace teamsctl::core
