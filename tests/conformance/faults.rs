//! The ways in which the model of a server can be broken.

macro_rules! faults {
    ($($name:ident: $text:literal;)*) => {
        /// One thing that a server does wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Fault {
            $(#[doc = $text] $name,)*
        }

        /// All of them, with what they do.
        pub const FAULTS: &[(Fault, &str)] = &[$((Fault::$name, $text)),*];
    };
}

faults! {
    BareLf: "takes LF alone for a line end";
    BareCr: "takes CR alone for a line end";
    Latin: "decodes heads as text, and takes what is white space there for line ends";
    NoEmptyLine: "refuses an empty line before the request";
    LooseLine: "splits the request line at any white space, and takes any bytes in it";
    AnyVersion: "takes any version for HTTP/1.1";
    LowerMethods: "takes methods in small letters";
    AnyMethod: "answers methods that it does not know";
    Folds: "unfolds folded lines";
    LooseNames: "strips field names, and takes any bytes in them";
    SkipsBadFields: "skips field lines without colon or name";
    NoTrim: "keeps white space around values";
    AsciiValues: "refuses bytes above ASCII in values";
    LooseValues: "takes any bytes in values";
    CaseOfNames: "knows field names in their usual case only";
    NoHostRule: "does without Host";
    AnyHost: "takes any value of Host, and the first of several";
    NamesOnly: "refuses hosts that are not plain names";
    LooseTarget: "takes any target";
    NoAbsolute: "refuses absolute targets";
    HostCounts: "lets Host count beside an absolute target";
    Https: "serves https targets over plain TCP";
    DotsUp: "resolves dots in paths, also out of the folder";
    LooseLength: "reads lengths like strtol, and takes the first of several";
    SmallLength: "counts lengths in 32 bits";
    LengthOfDigits: "refuses lengths with more digits than needed";
    NoBodies: "ignores bodies, and takes them for the next request";
    LengthWins: "lets Content-Length win over Transfer-Encoding";
    CodingWins: "lets Transfer-Encoding win over Content-Length";
    LooseCoding: "takes every Transfer-Encoding that contains chunked for it, and others for none";
    UnknownCoding501: "answers every unknown coding with 501";
    Coding10: "takes chunked in HTTP/1.0";
    NoChunks: "refuses chunked bodies";
    LooseSize: "reads chunk sizes like strtol, in 64 bits that wrap";
    LooseChunkEnd: "skips whatever stands between two chunks";
    NoExtensions: "refuses chunk extensions";
    LooseExtensions: "takes everything up to the next LF for a chunk extension";
    LooseTrailers: "takes everything up to an empty line for trailers";
    MergesTrailers: "merges trailers into the header section";
    ActsEarly: "acts on requests that are not complete";
    AnswersEnd: "answers a client that ends before its request";
    NoLimits: "has no limits";
    SmallLimits: "has limits of a few hundred bytes";
    StaysOpen: "keeps the connection open after errors";
    IgnoresClose: "ignores the option close";
    ClosesAlways: "closes after each answer";
    LooseOptions: "looks for options anywhere in Connection";
    OneOption: "takes Connection for a single word";
    Stays10: "keeps connections of HTTP/1.0 open";
    DropsOwed: "drops the answers that it owes when a bad request follows";
    DropsWithEnd: "drops a request with which the client's end comes";
    Reorders: "answers the last of several requests first";
    KeepsFields: "lets fields and bodies live on in the next request";
    NoContinue: "waits for bodies without saying 100";
    Continues: "says 100 to everybody with a body";
    RefusesExpect: "answers every expectation with 417";
    Switches: "switches to every protocol that is asked for";
    NoUpgrade426: "leaves Upgrade out of 426";
    AnyHandshake: "takes every handshake of WebSocket";
    WrongAccept: "answers a handshake without proof";
    LooseFrames: "takes any frame";
    NoUnmasking: "gives messages back as they came, with their mask";
    NoPong: "does not answer pings";
    NoDate: "sends no Date";
    BodyOfHead: "answers HEAD with a body";
    NoLengthOfHead: "answers HEAD with a length of 0";
    Length204: "sends Content-Length with 1xx, 204 and 304";
    Body205: "sends a body with 205";
    Chunks10: "sends chunks to HTTP/1.0";
    BothFramings: "sends Content-Length and Transfer-Encoding";
    NoChunkedAnswers: "ends streamed answers with the connection";
    SendsTrailer: "announces trailers that nobody knows";
    OneError: "answers every error with 500";
    NoAllow: "leaves Allow out";
    NoReason: "leaves the space before a missing reason phrase out";
    Injects: "sends line ends in header values";
    SaysKeepAlive: "sends Connection and Keep-Alive with every answer";
    SilentClose: "does not say that it closes";
    Traces: "reflects TRACE";
    NoValidators: "sends neither ETag nor Last-Modified";
    LaterDates: "sends a Last-Modified in the future, with a strong tag";
    NoConditions: "ignores conditions";
    WeakMatch: "compares If-Match weakly";
    StrongNoneMatch: "compares If-None-Match strongly";
    DatesWin: "looks at dates before tags";
    AnyDate: "takes a bad date for one";
    NoneMatchFirst: "looks at If-None-Match before If-Match";
    ConditionsOfErrors: "answers conditions where nothing is";
    NoRanges: "ignores ranges";
    RangeOfHead: "answers ranges of HEAD";
    RangeOfAll: "answers ranges of everything";
    Always416: "answers every range with 416";
    AnyUnit: "takes every unit for bytes";
    PartsAlways: "answers one range in parts, too";
    LfInParts: "ends lines between parts with LF";
    NoFieldsOf206: "leaves validators out of 206";
    NoCodings: "knows no content codings";
    CodesAlways: "codes content for everybody";
    NoVary: "sends no Vary";
    NoIfRange: "ignores If-Range";
}
