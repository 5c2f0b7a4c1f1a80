"""Fixtures of the rules on what cells show."""

from nbformat import v4

from .healthy import WIDGET
from .table import add_code, bad, good, printed, shown


@bad("counts")
def a_cell_run_twice(course):
    course.cell("def add").execution_count = 99


@bad("counts")
def a_cell_never_run(course):
    course.cell("def zero").execution_count = None


@bad("stderr")
def a_warning_on_stderr(course):
    course.cell("def add").outputs[0].name = "stderr"


@bad("errors")
def an_error_output(course):
    course.cell("def add").outputs = [v4.new_output("error", ename="KeyError", evalue="'x'", traceback=["…"])]


@bad("errors", "widget-fallback")
def an_error_inside_an_output_widgets_repr(course):
    shown(course, {"text/plain": "Output(outputs=({'output_type': 'error', 'ename': 'KeyError'},))"})


@bad("errors", "clean-metadata")
def an_error_inside_saved_widget_state(course):
    model = {"model_name": "OutputModel", "state": {"outputs": [{"output_type": "error", "ename": "KeyError"}]}}
    course.nb.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"1": model}}}


@bad("errors")
def an_error_in_a_mime_bundle(course):
    shown(course, {"application/json": {"outputs": [{"output_type": "error"}]}, "text/plain": "Output"})


@good("errors")
def an_expected_error_that_is_printed(course):
    printed(course, "ValueError: n must be at least 0, got -1\n")


@bad("machine-paths")
def a_home_folder_in_an_output(course):
    printed(course, "reading /home/" + "ada/data.json\n")


@bad("machine-paths")
def a_windows_folder_in_an_output(course):
    printed(course, "reading C:\\Users\\" + "ada\\data.json\n")


@bad("machine-paths")
def an_installed_package_in_a_warning(course):
    shown(course, {"text/html": "<pre>/usr/lib/python3/site-packages/torch/x.py:3: a warning</pre>"})


@bad("machine-paths")
def a_temporary_folder_in_the_code(course):
    add_code(course, 'print("' + "/tmp" + '/out")')


@bad("machine-paths")
def colabs_folder_outside_setup(course):
    course.swap("A function adds.", "On Colab the files are in `/content/course`.")


@good("machine-paths")
def paths_that_are_none(course):
    printed(course, "https://example.org/home/x notebooks/tmp/x and/or ~/.cache/x\n")


@good("machine-paths")
def picture_bytes_that_spell_a_path(course):
    shown(course, {"image/png": "AAAA+" + "/home/" + "ada/AAAA", "text/plain": ""}, {"image/png": {"alt": "noise"}})


@bad("secrets")
def a_hub_token_in_the_code(course):
    add_code(course, 'token = "' + "hf_" + "a1B2" * 9 + '"')


@bad("secrets")
def an_api_key_in_an_output(course):
    printed(course, "key: " + "sk-" + "a1B2" * 8)


@bad("secrets")
def a_github_token_in_the_metadata(course):
    course.nb.metadata["note"] = "gh" + "p_" + "a1B2" * 9


@bad("secrets")
def an_aws_key_in_prose(course):
    course.swap("A function adds.", "Use `" + "AKIA" + "ABCD" * 4 + "`.")


@good("secrets")
def words_that_only_begin_like_tokens(course):
    add_code(course, 'hf_model = "sk-learn"\nprint(hf_model)')


@bad("addresses")
def an_object_without_a_repr(course):
    shown(course, {"text/plain": "<fcall_helpers.tools.Tool at 0x7f3a" + "12345678>"})


@bad("image-size")
def a_heavy_picture(course):
    course.cell("plt.show").outputs[0].data["image/png"] = "A" * 204_000


@bad("image-size")
def a_heavy_picture_inside_html(course):
    html = f'<img alt="noise" src="data:image/png;base64,{"A" * 204_000}">'
    shown(course, {"text/html": html})


@good("image-size")
def a_picture_just_light_enough(course):
    course.cell("plt.show").outputs[0].data["image/png"] = "A" * 199_000


@bad("alt-text")
def a_plot_without_words(course):
    course.cell("plt.show").outputs[0].metadata = {}


@bad("alt-text")
def a_plot_with_empty_words(course):
    course.cell("plt.show").outputs[0].metadata = {"image/png": {"alt": " "}}


@bad("alt-text")
def a_picture_in_prose_without_words(course):
    course.swap("![a straight line through the origin]", "![]")


@bad("alt-text")
def an_html_picture_without_words(course):
    shown(course, {"text/html": '<img src="06_line.png" alt="">'})


@good("alt-text")
def words_in_the_html_beside_the_picture(course):
    output = course.cell("plt.show").outputs[0]
    output.metadata, output.data["text/html"] = {}, '<img src="06_line.png" alt="a rising line">'


@bad("widget-fallback")
def a_widget_with_only_its_repr(course):
    del course.cell("show.interact").outputs[0].data["text/html"]


@bad("widget-fallback")
def a_widget_whose_view_the_build_has_dropped(course):
    shown(course, {"text/plain": "VBox(children=(Button(description='Send'),))"})


@good("widget-fallback")
def a_plots_text_that_looks_like_a_widget(course):
    shown(course, {"text/plain": "Text(0.5, 1.0, 'The sum grows')"})


@good("widget-fallback")
def a_widget_and_a_printed_line(course):
    outputs = course.cell("show.interact").outputs
    del outputs[0].data["text/html"]
    outputs.append(v4.new_output("stream", name="stdout", text="add(2, 3) = 5\n"))


@good("widget-fallback")
def a_widget_with_plain_words(course):
    course.cell("show.interact").outputs[0].data = {WIDGET: {"model_id": "1"}, "text/plain": "add(2, 3) = 5"}
