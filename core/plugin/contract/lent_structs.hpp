// The structs that the host passes to a plugin, lent with all their views.
#pragma once

#include "fairlead/plugin.h"
#include "plugin/contract/lent_memory.hpp"

namespace fairlead::plugin::contract {

[[nodiscard]] const fairlead_binding_info* lend_struct(Loan& loan, fairlead_binding_info info);
[[nodiscard]] const fairlead_client_op* lend_struct(Loan& loan, fairlead_client_op op);
[[nodiscard]] const fairlead_request* lend_struct(Loan& loan, fairlead_request request);

}  // namespace fairlead::plugin::contract
