"""Pictures, sound and film: playing, cutting, resizing, naming, measuring."""

from math import gcd

from fcall_helpers.data.actions.model import action, role


def fit_image(width: int, height: int, max_side: int = 1080, crop_square: bool = False) -> dict:
    """The size of a picture after it was scaled down, never up, until its longer side fits."""
    if width < 1 or height < 1 or max_side < 1:
        raise ValueError(f"width, height and max_side must be 1 or more, got {width}, {height}, {max_side}")
    if crop_square:
        width = height = min(width, height)
    shrink = min(1.0, max_side / max(width, height))
    wide, high = max(1, round(width * shrink)), max(1, round(height * shrink))
    return {"width": wide, "height": high, "ratio": f"{wide // gcd(wide, high)}:{high // gcd(wide, high)}"}


def recording_size(minutes: int, kilobits: int, channels: str = "stereo") -> float:
    """Megabytes of a recording at a constant bit rate given per channel."""
    if kilobits < 1:
        raise ValueError(f"kilobits must be 1 or more, got {kilobits}")
    return round(minutes * 60 * kilobits * {"mono": 1, "stereo": 2, "surround": 6}[channels] / 8000, 2)


def shift_subtitles(cue: str, seconds: int, earlier: bool = False) -> str:
    """A time stamp H:MM:SS moved by some seconds, never before the start."""
    hours, minutes, rest = (int(part) for part in cue.split(":"))
    moved = max(0, hours * 3600 + minutes * 60 + rest + (-seconds if earlier else seconds))
    return f"{moved // 3600}:{moved // 60 % 60:02d}:{moved % 60:02d}"


def blend_colors(first: str, second: str, share: float = 0.5) -> str:
    """The colour between two colours given as #RRGGBB; ``share`` is how much the second counts."""
    if not 0 <= share <= 1:
        raise ValueError(f"share must be between 0 and 1, got {share}")
    pairs = [(int(first[n : n + 2], 16), int(second[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


# A table, laid out by hand: a role reads better on three lines than on nine.
# fmt: off
ACTIONS = [
    action(
        "media", "fit image | resize picture | scale photo | downscale image",
        does="""Scale a picture down.
                Computes the size of an image once its longer side fits a limit, perhaps after cutting it square
                Returns the new width, height and aspect ratio""",
        asks="scale a picture down | resize an image | shrink a photo | make my picture smaller",
        questions="How large will the picture be | What size does the image get",
        roles=[
            role("width|image_width|width_px|w", "positive_integer",
                 "with a width of {} pixels | being {} pixels wide | measuring {} px across",
                 "Width in pixels. | Present width of the image, px", required=True, within=(300, 6000)),
            role("height|image_height|height_px|h", "positive_integer",
                 "with a height of {} pixels | being {} pixels high | measuring {} px from top to bottom",
                 "Height in pixels. | Present height of the image, px", required=True, within=(300, 4500)),
            role("max_side|longest_edge|size_limit|bounding_box", "positive_integer",
                 "with the longer side at most {} pixels | to fit into {} pixels | not exceeding {} px on any side",
                 "Limit of the longer side in pixels. | Longest edge afterwards, px", default=1080,
                 within=(100, 2000)),
            role("crop_square|square|make_square", "flag", "{}",
                 "Whether to cut it square first. | True for a square picture", default=False,
                 says={True: "cropped to a square | with a square crop", False: "without cropping | uncropped"}),
        ],
        fn=fit_image,
    ),
    action(
        "media", "recording size | estimate audio size | file size of recording",
        does="""Estimate the size of a recording.
                Computes the megabytes that some minutes of sound take at a constant bit rate
                Predicts how much room an audio file needs""",
        asks="""estimate the size of a recording | work out how big the audio gets
                calculate the room that a recording takes | predict the audio file size""",
        questions="How big is the recording | How many megabytes does the sound take | What will the file weigh",
        roles=[
            role("minutes|length|duration_minutes|running_time", "duration_minutes",
                 "of {} | lasting {} | for {} of sound", "Length in minutes. | Running time, minutes", required=True,
                 within=(2, 240)),
            role("kilobits|bitrate|kbps|rate", "positive_integer",
                 "at {} kilobits per second | with a bit rate of {} kbit/s | encoded at {} kbps",
                 "Kilobits per second and channel. | Bit rate, kbit/s", required=True, within=(64, 512)),
            role("channels|layout|channel_layout|mix", "choice", "in {} | mixed to {} | recorded in {}",
                 "Channels. | Layout of the sound", default="stereo",
                 says={"mono": "mono | a single channel", "stereo": "stereo | two channels",
                       "surround": "surround sound | 5.1 surround"}),
        ],
        fn=recording_size,
    ),
    action(
        "media", "shift subtitles | move caption | offset subtitle cue | sync captions",
        does="""Move a subtitle in time.
                Shifts a time stamp by some seconds, later or earlier, never before the start
                Corrects captions that are out of step""",
        asks="shift a subtitle | move the captions | correct a cue | get the subtitles back in step",
        questions="Where does the cue end up | What is the new time stamp",
        roles=[
            role("cue|timestamp|position|time_code", "clock_duration",
                 "from {} | which stands at {} | with its mark at {}",
                 "Time stamp, H:MM:SS. | Present position of the cue", required=True),
            role("seconds|offset|shift|delay_seconds", "duration_seconds",
                 "by {} | with an offset of {} | moving it {}", "Seconds to move it. | Size of the shift, seconds",
                 required=True, within=(1, 60)),
            role("earlier|backwards|advance", "flag", "{}",
                 "True to move it forward to an earlier time. | Direction of the shift", default=False,
                 says={True: "to an earlier point | towards the beginning",
                       False: "to a later point | towards the end"}),
        ],
        fn=shift_subtitles,
    ),
    action(
        "media", "blend colors | mix colours | interpolate color",
        does="""Blend two colours.
                Returns the colour that lies between two others, given as hexadecimal codes
                Mixes colours""",
        asks="blend two colours | mix the colors | find the colour in between | interpolate between two colours",
        questions="Which colour comes out | What is the mixture | What colour lies between",
        roles=[
            role("first|color_a|start_color|base", "hex_color",
                 "starting from {} | with {} as the first | on a base of {}",
                 "First colour, #RRGGBB. | Hex code of the colour to start from", required=True),
            role("second|color_b|end_color|overlay", "hex_color",
                 "ending at {} | with {} as the second | adding {} to it",
                 "Second colour, #RRGGBB. | Hex code of the colour mixed in", required=True),
            role("share|weight|mix_ratio|amount", "probability",
                 "with a share of {} for the second | counting the second one {} | the second's weight being {}",
                 "How much the second counts, 0 to 1. | Share of the second colour as a fraction", default=0.5),
        ],
        fn=blend_colors,
    ),
    action(
        "media", "play song | start track | stream music | play audio",
        does="""Play a piece of music.
                Starts a track on a speaker, at some volume, once or over and over
                Streams a song""",
        asks="play a song | put on some music | start a track | put a song on",
        roles=[
            role("title|song|track|track_name", "song", "called {} | namely {} | with the title {}",
                 "Title of the song. | Name of the track", required=True),
            role("artist|performer|singer|by_artist", "author", "by {} | from {} | sung by {}",
                 "Who plays it. | Full name of the artist"),
            role("device|speaker|output|room_speaker", "room_type",
                 "in the {} | over the speakers in the {} | to be heard in the {}",
                 "Room of the speaker. | Where it plays"),
            role("volume|loudness|level|gain", "percentage", "at {} volume | as loud as {} | with the volume at {}",
                 "Volume from 0 to 100. | Loudness in percent", within=(5, 100)),
            role("repeat|loop_mode|looping|repeat_mode", "choice", "{} | playing it {}",
                 "Whether to start over. | Repeat mode", default="off",
                 says={"off": "once only | just one time", "one": "on repeat | over and over",
                       "all": "with the whole album to follow | followed by the rest of the album"}),
        ],
    ),
    action(
        "media", "create playlist | make mixtape | build queue | new playlist",
        does="""Create a playlist.
                Puts songs together under a name, in the order given or shuffled
                Makes a new list of tracks""",
        asks="create a playlist | put some songs together | make a mixtape | start a new list of tracks",
        roles=[
            role("name|playlist_name|title|label", "playlist", "called {} | with the name {} | under the title {}",
                 "Name of the playlist. | What the list is called", required=True),
            role("songs|tracks|items|track_list", "titles", "with {} on it | made of {} | containing {}",
                 "Songs on it. | Titles, as a list", required=True),
            role("visibility|privacy|access|audience", "choice", "{} | which should be {}",
                 "Who sees it. | Visibility of the list", default="private",
                 says={"private": "for my eyes only | kept private",
                       "friends": "shared with friends | open to my friends",
                       "public": "for everyone | open to the public"}),
            role("shuffle|random_order|shuffled", "flag", "{}", "Whether to shuffle it. | True for a random order",
                 default=False,
                 says={True: "in random order | shuffled", False: "in that order | without shuffling"}),
        ],
    ),
    action(
        "media", "convert video | transcode clip | recode video | export movie",
        does="""Convert a video.
                Encodes a film file anew in another format, size and rate
                Transcodes a clip""",
        asks="convert a video | transcode a clip | re-encode my film | export the movie in another format",
        roles=[
            role("input_file|source|video|in_path", "video_path", "from {} | stored as {} | found at {}",
                 "Path of the video. | File to convert", required=True),
            role("format|container|target_format|output_format", "choice", "to {} | as {} | into {}",
                 "Format to produce. | Container of the result", required=True,
                 says={"mp4": "MP4 | an MP4 file", "webm": "WebM | a WebM file", "mov": "QuickTime | a MOV file",
                       "gif": "an animated GIF | a moving GIF"}),
            role("resolution|quality|size|height", "choice", "in {} | with {} | at {}",
                 "Picture size. | Lines of the result",
                 says={"480p": "480p | standard definition", "720p": "720p | HD", "1080p": "1080p | full HD",
                       "2160p": "2160p | 4K"}),
            role("frame_rate|fps|frames_per_second", "choice",
                 "with {} frames per second | at {} fps | using a rate of {} frames",
                 "Frames per second. | Frame rate", says={24: "24 | twenty-four", 25: "25 | twenty-five",
                                                          30: "30 | thirty", 60: "60 | sixty"}),
            role("mute|strip_audio|no_sound", "flag", "{}", "Whether to drop the sound. | True for a silent film",
                 default=False,
                 says={True: "without the sound | with the audio removed",
                       False: "with the sound kept | keeping the audio"}),
        ],
    ),
    action(
        "media", "trim clip | cut video | extract segment | crop audio",
        does="""Cut a piece out of a recording.
                Keeps what lies between two time stamps and saves it
                Trims a clip""",
        asks="cut a piece out of a recording | trim a clip | keep only a part of the video | extract a segment",
        roles=[
            role("clip|file|media_file|recording", "video_path", "from {} | stored as {} | with {} as the source",
                 "Path of the recording. | File to cut", required=True),
            role("start|from_time|begin|in_point", "clock_duration",
                 "beginning at {} | starting from {} | with {} as the first moment",
                 "Where the piece begins, H:MM:SS. | Time stamp of the start", required=True),
            role("end|to_time|stop|out_point", "clock_duration", "ending at {} | up to {} | with {} as the last moment",
                 "Where the piece ends, H:MM:SS. | Time stamp of the end"),
            role("fade_ms|fade_out|fade_length|fade", "milliseconds",
                 "fading out over {} | with a fade of {} | and let it fade for {}",
                 "Length of the fade in milliseconds. | Fade at the end, ms", within=(200, 5000)),
        ],
        rising="start end",
    ),
]
