namespace Rvos.Video.Ffmpeg;

/// <summary>
/// The demuxers that may see a file. Playlists (HLS, DASH, concat), scripts and picture patterns are left out: they name
/// other files, and a file from outside must not choose what this machine opens.
/// </summary>
internal static class ContainerFormats
{
    public const string Allowed =
        "mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,gif,ogg,ivf,mxf,nut,h264,hevc,m4v,obu,av1,dv,rm,wtv,yuv4mpegpipe,apng,"
        + "vc1,cavsvideo,swf,nsv,gxf,dirac,mjpeg,mpjpeg,smjpeg,ingenient,h261,h263,dhav,dnxhd,avs2,avs3,evc,vvc,ipu,pva,nc,lmlm4,iv8,vc1test,cine,kux,mpegtsraw";
}
