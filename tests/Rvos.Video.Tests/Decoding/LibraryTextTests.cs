using Rvos.Video.Ffmpeg;

namespace Rvos.Video.Tests.Decoding;

/// <summary>What users read of the words of ffmpeg and others.</summary>
public class LibraryTextTests
{
    [Theory]
    [InlineData("file:/srv/rvos/blobs/videos/vid_1/source: corrupt input packet in stream 0", "corrupt input packet in stream 0")]
    [InlineData("[mov,mp4,m4a,3gp,3g2,mj2 @ 0x5581f3] [error] /srv/my data/a.mp4: partial file", "partial file")]
    [InlineData("'/srv/it's here/a.mp4': no video stream", "no video stream")]
    [InlineData("[in#0/mpegts] Error opening input file /srv/my data/a.ts.", "Error opening input file the file")]
    [InlineData("ffmpeg ended with code 69", "the program ended with code 69")]
    [InlineData("Could not find file 'C:\\data\\a.mp4'", "Could not find file 'the file'")]
    [InlineData("System.IO.IOException: connection to 10.1.2.3:5432 refused", "an error: connection to an address refused")]
    [InlineData("Name or service not known (blobs.internal:10000) at http://blobs.internal:10000/videos/a", "Name or service not known (blobs.internal:10000) at an address")]
    [InlineData("[libx264 @ 0x55aa] malloc of size 100 failed", "malloc of size 100 failed")]
    [InlineData("3 of 60 frames are missing", "3 of 60 frames are missing")]
    [InlineData("time base 1/25 and N/A are kept", "time base 1/25 and N/A are kept")]
    [InlineData("", "no reason is known")]
    public void ForUsers_OfALibrarysWords_NamesNothingOfTheMachine(string said, string expected) => Assert.Equal(expected, LibraryText.ForUsers(said));

    [Theory]
    [InlineData("/srv/a b: c'd/ä/source", "/srv/a b: c'd/??/source: corrupt input packet")]
    [InlineData("/srv/a b: c'd/ä/source", "file:/srv/a b: c'd/ä/source: corrupt input packet")]
    public void ForUsers_PathsThatAreKnown_AreFoundWhateverTheirCharacters(string path, string said) => Assert.Equal("corrupt input packet", LibraryText.ForUsers(said, path));

    [Fact]
    public void ForUsers_NameOfThisMachine_IsLeftOut() =>
        Assert.Equal(Environment.MachineName.Length > 3 ? "no route to the server" : $"no route to {Environment.MachineName}", LibraryText.ForUsers($"no route to {Environment.MachineName}"));

    [Fact]
    public void ForUsers_LongText_IsCut() => Assert.Equal(301, LibraryText.ForUsers(new string('a', 5000)).Length);
}
