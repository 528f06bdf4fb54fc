/// All that the header of a site's endpoints needs: parameters, answers, errors. Light; the costly part is router.hpp.
#pragma once
#include <portico/api/answers.hpp>
#include <portico/api/parameters.hpp>
#include <portico/api/validation_error.hpp>
#include <portico/base/describe.hpp>
