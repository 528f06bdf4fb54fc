/// All that an app needs to put its models into the admin.
#pragma once
#include <portico/admin/app.hpp>
#include <portico/admin/inline.hpp>
#include <portico/admin/model_admin.hpp>
#include <portico/admin/models.hpp>
