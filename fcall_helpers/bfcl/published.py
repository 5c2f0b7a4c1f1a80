"""Scores that others have published, to stand beside ours. Percent of calls right, by the benchmark's own rules.

The first ones are the leaderboard's of BFCL v4, 2025-12-16 (https://gorilla.cs.berkeley.edu/leaderboard.html);
FunctionGemma's are its model card's (https://huggingface.co/google/functiongemma-270m-it).
"""

PUBLISHED: dict[str, dict[str, float]] = {
    "FunctionGemma-270M": {
        **{"simple_python": 61.6, "multiple": 63.5, "parallel": 39.0, "parallel_multiple": 29.5, "irrelevance": 73.7},
        **{"live_simple": 36.2, "live_multiple": 25.7, "live_parallel": 22.9, "live_parallel_multiple": 20.8},
    },
    "Granite-4.0-350m": {
        **{"simple_python": 83.0, "multiple": 84.5, "parallel": 70.0, "parallel_multiple": 55.5, "irrelevance": 76.7},
        **{"live_simple": 61.2, "live_multiple": 42.4, "live_parallel": 69.0, "live_parallel_multiple": 33.0},
        "live_irrelevance": 45.0,
    },
    "Hammer2.1-0.5b": {
        **{"simple_python": 83.3, "multiple": 81.0, "parallel": 69.0, "parallel_multiple": 51.5, "irrelevance": 85.0},
        **{"live_simple": 56.6, "live_multiple": 54.4, "live_parallel": 63.0, "live_parallel_multiple": 38.0},
        "live_irrelevance": 76.6,
    },
    "Qwen3-0.6B": {
        **{"simple_python": 86.5, "multiple": 86.0, "parallel": 67.5, "parallel_multiple": 69.5, "irrelevance": 82.5},
        **{"live_simple": 61.2, "live_multiple": 56.1, "live_parallel": 44.0, "live_parallel_multiple": 38.0},
        "live_irrelevance": 79.2,
    },
    "Llama-3.2-1B": {
        **{"simple_python": 75.0, "multiple": 50.5, "parallel": 44.0, "parallel_multiple": 15.0, "irrelevance": 35.8},
        **{"live_simple": 32.0, "live_multiple": 7.0, "live_parallel": 0.0, "live_parallel_multiple": 0.0},
        "live_irrelevance": 67.3,
    },
    "Gemma-3-1b (prompted)": {
        **{"simple_python": 64.0, "multiple": 36.0, "parallel": 0.0, "parallel_multiple": 1.5, "irrelevance": 7.1},
        **{"live_simple": 36.0, "live_multiple": 6.0, "live_parallel": 0.0, "live_parallel_multiple": 0.0},
        "live_irrelevance": 59.3,
    },
}
REMARKS = {"FunctionGemma-270M": "its card gives one number for simple, which may average Python, Java and JavaScript"}
