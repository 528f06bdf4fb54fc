#pragma once
#include <string>
#include <string_view>

namespace portico::auth {

/// A QR code (ISO/IEC 18004, bytes, correction level L) as an SVG of its own, black on white with its quiet zone. Empty where the text is longer
/// than 230 bytes.
std::string qr_svg(std::string_view text);

}  // namespace portico::auth
