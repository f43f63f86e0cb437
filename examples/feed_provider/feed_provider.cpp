// News feeds, RSS 2.0 and Atom, read by Poco: what bringing one's own blocking network library looks like.
#include <Poco/AutoPtr.h>
#include <Poco/DOM/DOMParser.h>
#include <Poco/DOM/Document.h>
#include <Poco/DOM/NodeList.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/URI.h>
#include <fairlead/sdk.hpp>

struct Config {
  fairlead::Arg<std::string, "http address of the feed", fairlead::MinLength{8}> url;
  fairlead::Arg<std::uint32_t, "Largest feed that is read, in KiB", fairlead::Range{1, 16384}> kib_max = 1024;
};
BOOST_DESCRIBE_STRUCT(Config, (), (url, kib_max))
struct ItemsArgs {
  fairlead::Arg<std::uint32_t, "At most so many, newest first", fairlead::Range{1, 100}> limit = 10;
};
BOOST_DESCRIBE_STRUCT(ItemsArgs, (), (limit))
struct Item {
  std::string title, link, published;
};
BOOST_DESCRIBE_STRUCT(Item, (), (title, link, published))
struct Items {
  std::vector<Item> items;
};
BOOST_DESCRIBE_STRUCT(Items, (), (items))
struct Feed {
  Poco::URI uri;
  std::size_t bytes_max;
  Poco::Net::HTTPClientSession session;
  explicit Feed(const Config& config)
      : uri(*config.url), bytes_max(config.kib_max * 1024u), session(uri.getHost(), uri.getPort()) {
    if (uri.getScheme() != "http") throw Poco::InvalidArgumentException("only http is spoken here");
    if (uri.getPath().empty()) uri.setPath("/");
  }
  static std::unique_ptr<Feed> connect(const Config& config, fairlead::Context&) try {
    return std::make_unique<Feed>(config);  // HTTP connects when it is used.
  } catch (const Poco::Exception& error) {
    throw fairlead::Error(FAIRLEAD_INVALID_ARGUMENT, "url: " + error.displayText(), fairlead::kBindingBad);
  }
  void cancel() noexcept { session.abort(); }  // From another thread: the blocked read fails at once.
  std::string download(fairlead::Call& call) {
    session.setTimeout(Poco::Timespan(call.remaining().count() / 1000));
    Poco::Net::HTTPRequest request("GET", uri.getPathAndQuery(), "HTTP/1.1");
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    std::istream& body = session.receiveResponse(response);
    if (response.getStatus() != 200) throw Poco::ApplicationException("it answers", response.getReason());
    std::string text(bytes_max + 1, ' ');
    text.resize(static_cast<std::size_t>(body.read(text.data(), std::ssize(text)).gcount()));
    if (text.size() > bytes_max) throw fairlead::ToolError("the feed is larger than kib_max");
    return text;
  }
  Items items(const ItemsArgs& args, fairlead::Call& call) try {
    const Poco::AutoPtr document(Poco::XML::DOMParser().parseString(download(call)));
    Items found;
    for (const char* name : {"item", "entry"}) {  // RSS, Atom
      const Poco::AutoPtr<Poco::XML::NodeList> nodes = document->getElementsByTagName(name);
      for (unsigned long i = 0; i < nodes->length() && found.items.size() < *args.limit; ++i) {
        auto& node = static_cast<Poco::XML::Element&>(*nodes->item(i));
        const auto text = [&node](const char* tag) {
          const Poco::XML::Element* child = node.getChildElement(tag);
          if (child == nullptr) return std::string();
          return child->hasAttribute("href") ? child->getAttribute("href") : child->innerText();
        };
        found.items.push_back({text("title"), text("link"), text("pubDate") + text("updated")});
      }
    }
    return found;
  } catch (const Poco::Exception& error) {
    call.throw_if_cancelled();  // Then that is why it failed.
    throw fairlead::Error(FAIRLEAD_UNAVAILABLE, "the feed: " + error.displayText(),
                          fairlead::kRetryable | fairlead::kClientBad);
  }
};
using List =
    fairlead::Tool<&Feed::items, "items", "The latest items", fairlead::read_only, fairlead::open_world>;
FAIRLEAD_PLUGIN("dev.fairlead.feed", "1.0.0", fairlead::Provider<Feed, Config, "feed", List>)
