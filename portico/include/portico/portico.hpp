/// What a file of views needs, and little enough to be read in each of them. Models, forms, the admin and endpoints have headers of
/// their own.
#pragma once
#include <portico/base/date_time.hpp>
#include <portico/base/value.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/shortcuts.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/app.hpp>
#include <portico/project/reverse.hpp>
#include <portico/routing/re_path.hpp>
#include <portico/routing/urls.hpp>
#include <portico/templates/render.hpp>
