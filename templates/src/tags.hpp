/// The functions that read the built-in tags, one file to a group.
#pragma once
#include "parser.hpp"
#include "tag_arguments.hpp"

namespace portico::templates {

#define PORTICO_TAG(name) NodePointer compile_##name(Parser& parser, const Token& token, const Words& words)
PORTICO_TAG(autoescape);
PORTICO_TAG(block);
PORTICO_TAG(comment);
PORTICO_TAG(csp_nonce_attr);
PORTICO_TAG(csrf_token);
PORTICO_TAG(cycle);
PORTICO_TAG(debug);
PORTICO_TAG(extends);
PORTICO_TAG(filter);
PORTICO_TAG(firstof);
PORTICO_TAG(for);
PORTICO_TAG(if);
PORTICO_TAG(ifchanged);
PORTICO_TAG(include);
PORTICO_TAG(load);
PORTICO_TAG(lorem);
PORTICO_TAG(now);
PORTICO_TAG(partial);
PORTICO_TAG(partialdef);
PORTICO_TAG(querystring);
PORTICO_TAG(regroup);
PORTICO_TAG(resetcycle);
PORTICO_TAG(spaceless);
PORTICO_TAG(templatetag);
PORTICO_TAG(url);
PORTICO_TAG(verbatim);
PORTICO_TAG(widthratio);
PORTICO_TAG(with);
#undef PORTICO_TAG

} // namespace portico::templates
