using System.Buffers.Text;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Rvos.Hosting.Http;

namespace Rvos.Hosting.Tests.Http;

public sealed class PageCursorTests
{
    [Theory]
    [InlineData(0, "a")]
    [InlineData(long.MaxValue, "vid_1")]
    [InlineData(1769860800000, "with:colons:é")]
    public void TryParse_WhatTextWrote_IsThePlace(long createdAt, string id)
    {
        var cursor = new PageCursor(createdAt, id);
        Assert.Equal(cursor, PageCursor.TryParse(cursor.Text));
    }

    [Theory]
    [InlineData("1:\0")]
    [InlineData("1:a\0b")]
    [InlineData("1:a\nb")]
    [InlineData("1:")]
    [InlineData(":a")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("-1:a")]
    [InlineData("+1:a")]
    [InlineData(" 1:a")]
    [InlineData("01:a")]
    [InlineData("9223372036854775808:a")]
    [InlineData("１:a")]
    public void TryParse_NoPlaceInside_IsNull(string inside) => Assert.Null(PageCursor.TryParse(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(inside))));

    [Fact]
    public void TryParse_OtherwiseWritten_IsNull()
    {
        var good = new PageCursor(1, "ab").Text;
        Assert.All([good + "=", good + " ", "\n" + good, good[..^1], "!!", "é", new string('A', 201), Base64Url.EncodeToString([(byte)'1', (byte)':', 0xFF])],
            text => Assert.Null(PageCursor.TryParse(text)));
    }

    [Fact]
    public void TryParse_AnyText_IsNullOrWrittenTheSame() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        PageCursor.TryParse(text.Get) is not { } cursor || cursor.Text == text.Get).QuickCheckThrowOnFailure();
}
