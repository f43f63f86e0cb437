// The C++20 layer over plugin.h: a provider is a class, its configuration, arguments and results are
// described structs, and a plugin is one line at the end of a source file. Header only; everything is
// hidden inside the plugin that includes it. This file only collects the parts; sdk/README.md shows a
// whole provider.
#ifndef FAIRLEAD_SDK_HPP
#define FAIRLEAD_SDK_HPP

#include "fairlead/sdk/binding.hpp"
#include "fairlead/sdk/call.hpp"
#include "fairlead/sdk/catalog.hpp"
#include "fairlead/sdk/check_config.hpp"
#include "fairlead/sdk/completion.hpp"
#include "fairlead/sdk/constraints.hpp"
#include "fairlead/sdk/content.hpp"
#include "fairlead/sdk/context.hpp"
#include "fairlead/sdk/error.hpp"
#include "fairlead/sdk/field.hpp"
#include "fairlead/sdk/input.hpp"
#include "fairlead/sdk/plugin.hpp"
#include "fairlead/sdk/prompt.hpp"
#include "fairlead/sdk/provider.hpp"
#include "fairlead/sdk/resource.hpp"
#include "fairlead/sdk/task.hpp"
#include "fairlead/sdk/tool.hpp"

#endif  // FAIRLEAD_SDK_HPP
