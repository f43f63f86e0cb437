// Compares two versions of the plugin ABI that frozen_source.py included in two namespaces, frozen and
// current. Every function below takes the tables it generated and gives one text per broken rule of
// sdk/ABI.md. It uses nothing of GoogleTest, because the self-test builds it into small programs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace fairlead::abi {

// The struct of the current headers that has the name of a frozen one: specialised by the generated code.
template <class T>
struct Current {
  using type = T;
};
template <class T>
struct Current<const T> {
  using type = const typename Current<T>::type;
};
template <class T>
struct Current<T*> {
  using type = typename Current<T>::type*;
};
template <class R, class... Args>
struct Current<R(Args...)> {
  using type = typename Current<R>::type(typename Current<Args>::type...);
};
template <class R, class... Args>
struct Current<R(Args...) noexcept> {
  using type = typename Current<R>::type(typename Current<Args>::type...) noexcept;
};

// Same type, apart from the namespace.
template <class Frozen, class Now>
inline constexpr bool kSameType = std::is_same_v<typename Current<Frozen>::type, Now>;

// Whether every function type within T, also as a parameter of another, is noexcept.
template <class T>
inline constexpr bool kNoexcept = true;
template <class T>
inline constexpr bool kNoexcept<const T> = kNoexcept<T>;
template <class T>
inline constexpr bool kNoexcept<T*> = kNoexcept<T>;
template <class R, class... Args>
inline constexpr bool kNoexcept<R(Args...)> = false;
template <class R, class... Args>
inline constexpr bool kNoexcept<R(Args...) noexcept> = kNoexcept<R> && (kNoexcept<Args> && ...);

// Same value of the same type: 1 and 1u differ, because a plugin may have deduced a type from it.
template <class Frozen, class Now>
constexpr bool is_same_constant(Frozen frozen, Now now) {
  if constexpr (!std::is_same_v<Frozen, Now>) {
    return false;
  } else if constexpr (std::is_pointer_v<Frozen>) {
    return std::string_view(frozen) == std::string_view(now);
  } else {
    return frozen == now;
  }
}

// FAIRLEAD_ABI_MINOR is the one constant that may change.
template <class Frozen, class Now>
constexpr bool is_no_less(Frozen frozen, Now now) {
  if constexpr (std::is_same_v<Frozen, Now>) return now >= frozen;
  return false;
}

struct Place {
  std::size_t offset, size;
};

struct KeptMember {
  std::string name;
  Place frozen, now;
  bool has_same_type;
};

struct KeptStruct {
  std::string name;
  std::size_t frozen_size, size;
  bool may_grow;
};

struct AppendedMember {
  std::string name;
  std::size_t offset, frozen_size;  // of the member; of the struct it was appended to
};

struct CurrentMember {
  std::string structure, name;
  Place place;
  std::size_t structure_size;
  bool is_noexcept;
};

struct Kept {
  std::string name;
  bool is_same;
};

struct Tables {
  std::vector<KeptStruct> structs;
  std::vector<KeptMember> members;
  std::vector<AppendedMember> appended;
  std::vector<CurrentMember> current;  // Of all structs, in the order of the headers.
  std::vector<Kept> names;             // Aliases and functions.
  std::vector<Kept> constants;
  std::vector<Kept> noexcepts;       // Aliases and functions of the current headers.
  std::vector<std::string> missing;  // What is frozen and not found in the current headers.
};

using Findings = std::vector<std::string>;

inline Findings moved_members(const Tables& tables) {
  Findings found;
  for (const auto& member : tables.members) {
    if (member.now.offset != member.frozen.offset) {
      found.push_back(member.name + " was at offset " + std::to_string(member.frozen.offset) + " and is at " +
                      std::to_string(member.now.offset));
    }
  }
  return found;
}

inline Findings retyped_members(const Tables& tables) {
  Findings found;
  for (const auto& member : tables.members) {
    if (!member.has_same_type || member.now.size != member.frozen.size)
      found.push_back(member.name + " has another type");
  }
  return found;
}

inline Findings resized_structs(const Tables& tables) {
  Findings found;
  for (const auto& structure : tables.structs) {
    if (structure.size < structure.frozen_size) found.push_back(structure.name + " shrank");
    if (structure.size > structure.frozen_size && !structure.may_grow)
      found.push_back(structure.name + " has no struct_size, so it may not grow");
  }
  return found;
}

inline Findings inserted_members(const Tables& tables) {
  Findings found;
  for (const auto& member : tables.appended) {
    if (member.offset < member.frozen_size)
      found.push_back(member.name + " is new and stands inside the frozen struct: append it");
  }
  return found;
}

// Rule R4; the two exceptions stand in arrays or in other structs by value and never grow.
inline Findings unsized_structs(const Tables& tables) {
  Findings found;
  std::string_view structure;
  for (const auto& member : tables.current) {
    const bool is_first = member.structure != structure;
    structure = member.structure;
    if (is_first && member.name != "struct_size" && structure != "fairlead_str" &&
        structure != "fairlead_http_header")
      found.push_back(member.structure + " does not begin with struct_size");
  }
  return found;
}

// Padding would be a place into which a member could be put that FAIRLEAD_HAS takes for an old one.
inline Findings hidden_padding(const Tables& tables) {
  Findings found;
  std::size_t end = 0;
  for (std::size_t i = 0; i < tables.current.size(); ++i) {
    const CurrentMember& member = tables.current[i];
    if (i == 0 || tables.current[i - 1].structure != member.structure) end = 0;
    if (member.place.offset != end) found.push_back("before " + member.structure + "." + member.name);
    end = member.place.offset + member.place.size;
    const bool is_last =
        i + 1 == tables.current.size() || tables.current[i + 1].structure != member.structure;
    if (is_last && end != member.structure_size) found.push_back("at the end of " + member.structure);
  }
  return found;
}

inline Findings changed(const std::vector<Kept>& kept) {
  Findings found;
  for (const auto& item : kept) {
    if (!item.is_same) found.push_back(item.name + " changed");
  }
  return found;
}

inline Findings throwing_pointers(const Tables& tables) {
  Findings found;
  for (const auto& member : tables.current) {
    if (!member.is_noexcept) found.push_back(member.structure + "." + member.name + " is not noexcept");
  }
  for (const auto& item : tables.noexcepts) {
    if (!item.is_same) found.push_back(item.name + " is not noexcept");
  }
  return found;
}

}  // namespace fairlead::abi
